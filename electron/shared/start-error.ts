import { inEnglish, type Sentence } from './words/words.ts';

/** A gateway can not start; `sentence` is for people, `message` its English words. */
export class GatewayStartError extends Error {
  readonly sentence: Sentence;

  constructor(spoken: Sentence, cause?: unknown) {
    super(inEnglish(spoken).message, { cause });
    this.name = 'GatewayStartError';
    this.sentence = spoken;
  }
}
