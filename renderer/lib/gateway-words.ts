/** What the gateway says, in the language of the screens. */
import { isFailureCode } from '../../electron/shared/failure-codes.ts';
import { say } from '../../electron/shared/words/words.ts';
import { GATEWAY_SENTENCES_NE } from '../locales/gateway-sentences.ts';

const HOLE = '{}';

/** The values in the holes of a sentence; null when it is another sentence. */
function valuesIn(template: string, sentence: string): readonly string[] | null {
  const pieces = template.split(HOLE).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join('(.+)')}$`, 'u').exec(sentence)?.slice(1) ?? null;
}

/** A sentence of the gateway in the language; one that is not known stays as it is. */
export function sayIn(language: string, sentence: string): string {
  if (language !== 'ne') return sentence;
  const whole = GATEWAY_SENTENCES_NE[sentence];
  if (whole !== undefined) return whole;
  for (const [template, words] of Object.entries(GATEWAY_SENTENCES_NE)) {
    if (!template.includes(HOLE)) continue;
    const values = valuesIn(template, sentence);
    if (values === null) continue;
    return values.reduce((filled, value) => filled.replace(HOLE, () => value), words);
  }
  return sentence;
}

/** Why a message failed and what to do, by its code. */
export function failureIn(
  language: string,
  failure: { readonly code: string; readonly message: string; readonly hint: string },
): { readonly message: string; readonly hint: string } {
  if (language !== 'ne' || !isFailureCode(failure.code)) return failure;
  const { message, fix } = say('ne', { code: `failure.${failure.code}`, values: {} });
  return { message, hint: fix ?? '' };
}
