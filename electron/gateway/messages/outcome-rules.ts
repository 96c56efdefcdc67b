/** What the facts of an attempt mean for its message. Pure: every row of `states.md` is one branch here. */
import { readAndroidResult } from '../../shared/android-results.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import { readRejectReason } from '../../shared/reject-reasons.ts';
import { deliveryOf, type AttemptFacts, type PartFact } from './attempt-facts.ts';

const MAX_ATTEMPTS = 5;

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

const RETRY_DELAYS_MS = [5_000, 30_000, 120_000, 600_000] as const;
/** No retry is planned further ahead. */
export const LONGEST_RETRY_MS = Math.max(...RETRY_DELAYS_MS);

/** Whether the attempt uses up one of the tries of its message. */
export function isCounted(facts: AttemptFacts): boolean {
  return facts.state !== 'rejected' || readRejectReason(facts.reason).isCounted;
}

interface LastTry {
  /** The failure of the message when this was its last try. */
  readonly code: FailureCode;
  readonly detail: string;
  readonly isCounted: boolean;
  readonly delayMs: number;
}

/** What to do with a message of which nothing left a phone. */
function provedUnsent(situation: Situation, last: LastTry): Outcome {
  const { code, detail } = last;
  if (situation.isCancelRequested) return { to: 'cancelled', detail };
  if (situation.now >= situation.expiresAt) return { to: 'expired', detail };
  const tries = situation.countedAttempts - (last.isCounted ? 0 : 1);
  if (tries >= MAX_ATTEMPTS) return { to: 'failed', code, detail, mayHaveLeft: false, partsSent: 0 };
  return { to: 'queued', retryAt: last.delayMs === 0 ? null : situation.now + last.delayMs, detail };
}

function retryDelayMs(situation: Situation): number {
  const index = Math.min(Math.max(situation.countedAttempts, 1), RETRY_DELAYS_MS.length) - 1;
  return RETRY_DELAYS_MS[index] ?? 600_000;
}

function rejected(reason: string, situation: Situation): Outcome {
  const facts = readRejectReason(reason);
  const code = facts.failure ?? 'too_many_attempts';
  switch (facts.then) {
    case 'fail':
      return { to: 'failed', code, detail: reason, mayHaveLeft: false, partsSent: 0 };
    case 'cancel':
      return { to: 'cancelled', detail: reason };
    case 'expire':
      return { to: situation.isCancelRequested ? 'cancelled' : 'expired', detail: reason };
    case 'adopt':
      return { to: 'unknown', detail: reason };
    case 'retry':
      return provedUnsent(situation, {
        code,
        detail: reason,
        isCounted: facts.isCounted,
        delayMs: facts.retryAfterMs === 'growing' ? retryDelayMs(situation) : facts.retryAfterMs,
      });
    default:
      return assertNever(facts.then);
  }
}

/** What Android said of a part, for people who look it up: the name where the SDK has one, and always the number. */
export function resultText(part: PartFact): string {
  const number = part.result === null ? '' : ` (${part.result})`;
  return `RESULT_${readAndroidResult(part.result).name}${number}${part.error === null ? '' : `, error ${part.error}`}`;
}

/** Whether it is proved that no part of the attempt left the phone. */
export function isProvedUnsent(facts: AttemptFacts): boolean {
  if (facts.state === 'rejected') return true;
  if (facts.state !== 'failed' || facts.partFacts.length === 0) return false;
  return facts.partFacts.every(
    (part) => part.state === 'failed' && readAndroidResult(part.result).outcome === 'retry',
  );
}

function failedParts(facts: AttemptFacts, situation: Situation): Outcome {
  const results = facts.partFacts.map((part) => ({ part, result: readAndroidResult(part.result) }));
  const failedResults = results.filter(({ part }) => part.state === 'failed');
  const first = failedResults.find(({ result }) => result.outcome !== 'retry') ?? failedResults[0];
  const partsSent = results.length - failedResults.length;
  if (first === undefined) return { to: 'unknown', detail: 'a failure without a part' };
  const detail = resultText(first.part);
  if (partsSent > 0) return { to: 'failed', code: 'partially_sent', detail, mayHaveLeft: true, partsSent };
  if (isProvedUnsent(facts)) {
    return provedUnsent(situation, {
      code: first.result.code,
      detail,
      isCounted: true,
      delayMs: retryDelayMs(situation),
    });
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

/**
 * What an attempt may say of a message that has a newer one. That it left is always heard. How it failed, or that
 * nothing of it left, says nothing of the message while any other attempt may have left: null.
 */
export function earlierOutcome(
  earlier: AttemptFacts,
  others: readonly AttemptFacts[],
  situation: Situation,
): Outcome | null {
  const outcome = outcomeOf(earlier, situation);
  switch (outcome.to) {
    case 'sent':
    case 'delivered':
    case 'undelivered':
      return outcome;
    case 'sending':
    case 'unknown':
      return null;
    case 'failed':
    case 'queued':
    case 'expired':
    case 'cancelled':
      return others.every(isProvedUnsent) ? outcome : null;
    default:
      return assertNever(outcome);
  }
}
