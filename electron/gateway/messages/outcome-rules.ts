/** What the facts of an attempt mean for its message. Pure: every row of `states.md` is one branch here. */
import { readAndroidResult } from '../../shared/android-results.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import { deliveryOf, type AttemptFacts, type PartFact } from './attempt-facts.ts';

export const MAX_ATTEMPTS = 5;

export interface Situation {
  readonly now: number;
  readonly expiresAt: number;
  readonly isCancelRequested: boolean;
  /** Attempts made so far that count, this one included. */
  readonly countedAttempts: number;
}

export type Outcome =
  | { readonly to: 'sending' }
  | { readonly to: 'sent' | 'delivered' | 'undelivered' }
  | {
      readonly to: 'failed';
      readonly code: FailureCode;
      readonly detail: string;
      readonly mayHaveLeft: boolean;
      readonly partsSent: number;
    }
  | { readonly to: 'unknown'; readonly detail: string }
  | { readonly to: 'queued'; readonly retryAt: number | null; readonly detail: string }
  | { readonly to: 'expired' | 'cancelled'; readonly detail: string };

/** Reasons whose rejects do not use up one of the attempts. */
const UNCOUNTED_REASONS: ReadonlySet<string> = new Set(['paced', 'clock', 'never_seen', 'not_written']);

const RETRY_DELAYS_MS = [5_000, 30_000, 120_000, 600_000] as const;

/** Whether a reject with this reason counts as one of the attempts. */
export function isCounted(facts: AttemptFacts): boolean {
  return !(facts.state === 'rejected' && UNCOUNTED_REASONS.has(facts.reason ?? ''));
}

/** What to do with a message of which nothing left a phone; `lastWord` is its failure when this was the last try. */
function provedUnsent(
  situation: Situation,
  lastWord: FailureCode,
  detail: string,
  delayMs: number | null,
): Outcome {
  if (situation.isCancelRequested) return { to: 'cancelled', detail };
  if (situation.now >= situation.expiresAt) return { to: 'expired', detail };
  if (situation.countedAttempts >= MAX_ATTEMPTS) {
    return { to: 'failed', code: lastWord, detail, mayHaveLeft: false, partsSent: 0 };
  }
  return { to: 'queued', retryAt: delayMs === null ? null : situation.now + delayMs, detail };
}

function retryDelayMs(situation: Situation): number {
  const index = Math.min(Math.max(situation.countedAttempts, 1), RETRY_DELAYS_MS.length) - 1;
  return RETRY_DELAYS_MS[index] ?? 600_000;
}

function rejected(reason: string, situation: Situation): Outcome {
  const refuse = (code: FailureCode): Outcome => ({
    to: 'failed',
    code,
    detail: reason,
    mayHaveLeft: false,
    partsSent: 0,
  });
  switch (reason) {
    case 'too_many_parts':
      return refuse('text_too_long');
    case 'number_invalid':
      return refuse('number_invalid');
    case 'cancelled':
      return { to: 'cancelled', detail: reason };
    case 'expired':
      return situation.isCancelRequested
        ? { to: 'cancelled', detail: reason }
        : { to: 'expired', detail: reason };
    case 'duplicate_message':
      return { to: 'unknown', detail: reason };
    case 'permission_missing':
      return provedUnsent(situation, 'permission_missing', reason, retryDelayMs(situation));
    case 'paced':
    case 'never_seen':
    case 'not_written':
      return provedUnsent(situation, 'too_many_attempts', reason, null);
    case 'clock':
      return provedUnsent(situation, 'too_many_attempts', reason, 1_000);
    default:
      return provedUnsent(situation, 'too_many_attempts', reason, retryDelayMs(situation));
  }
}

/** What Android said of a part, for people who look it up: the name where the SDK has one, and always the number. */
export function resultText(part: PartFact): string {
  const number = part.result === null ? '' : ` (${part.result})`;
  return `RESULT_${readAndroidResult(part.result).name}${number}${part.error === null ? '' : `, error ${part.error}`}`;
}

function failedParts(facts: AttemptFacts, situation: Situation): Outcome {
  const results = facts.partFacts.map((part) => ({ part, result: readAndroidResult(part.result) }));
  const failedResults = results.filter(({ part }) => part.state === 'failed');
  const first = failedResults.find(({ result }) => result.outcome !== 'retry') ?? failedResults[0];
  const partsSent = results.length - failedResults.length;
  if (first === undefined) return { to: 'unknown', detail: 'a failure without a part' };
  const detail = resultText(first.part);
  if (partsSent > 0) return { to: 'failed', code: 'partially_sent', detail, mayHaveLeft: true, partsSent };
  if (failedResults.every(({ result }) => result.outcome === 'retry')) {
    return provedUnsent(situation, first.result.code, detail, retryDelayMs(situation));
  }
  if (failedResults.some(({ result }) => result.outcome === 'unknown')) return { to: 'unknown', detail };
  const mayHaveLeft = failedResults.some(({ result }) => result.mayHaveLeft);
  return { to: 'failed', code: first.result.code, detail, mayHaveLeft, partsSent: 0 };
}

/** The state that a message should be in, given what is known of its newest attempt. */
export function outcomeOf(facts: AttemptFacts, situation: Situation): Outcome {
  switch (facts.state) {
    case 'offered':
    case 'accepted':
    case 'submitting':
      return { to: 'sending' };
    case 'unknown':
      return { to: 'unknown', detail: facts.reason ?? 'no_answer' };
    case 'rejected':
      return rejected(facts.reason ?? 'unspecified', situation);
    case 'sent':
      return { to: deliveryOf(facts) ?? 'sent' };
    case 'failed':
      return failedParts(facts, situation);
  }
}

/**
 * The same for a message that is already `unknown`: late proof that nothing left ends it, and never sends it
 * again.
 */
export function lateOutcome(outcome: Outcome, situation: Situation): Outcome {
  if (outcome.to !== 'queued') return outcome;
  if (situation.isCancelRequested) return { to: 'cancelled', detail: outcome.detail };
  if (situation.now >= situation.expiresAt) return { to: 'expired', detail: outcome.detail };
  return { to: 'failed', code: 'relay_rejected', detail: outcome.detail, mayHaveLeft: false, partsSent: 0 };
}
