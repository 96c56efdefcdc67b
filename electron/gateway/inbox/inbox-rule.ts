/**
 * What may leave a phone, and what may be kept here. The phone applies it from its own ledger; the gateway applies
 * it again to what arrives, because the relay app may be older, or the switch may have moved while a text was on
 * its way.
 */
import { isStopWord } from '../../shared/stop-words.ts';

/** How long after our last text to a number its texts count as answers. */
export const ANSWER_WINDOW_MS = 30 * 24 * 3_600_000;

/** Whether a text is kept: only of a SIM that is switched on, and then answers and STOP words alone. */
export function mayBeKept(text: {
  readonly body: string;
  readonly isSimOn: boolean;
  readonly isAnswer: boolean;
}): boolean {
  return text.isSimOn && (text.isAnswer || isStopWord(text.body));
}
