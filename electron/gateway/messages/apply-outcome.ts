/** Moves a message to its outcome, and names the failure of an attempt. Inside the transaction that read both. */
import { assertNever } from '../../shared/assert-never.ts';
import { readAndroidResult, type AndroidResult } from '../../shared/android-results.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import { readRejectReason } from '../../shared/reject-reasons.ts';
import type { Feed } from '../events/feed.ts';
import type { AttemptFacts, PartFact } from './attempt-facts.ts';
import type { AttemptRow, MessageRow } from './message-row.ts';
import type { MessageTransitions } from './message-transitions.ts';
import { isCounted, type Outcome, type Situation } from './outcome-rules.ts';

const resultOf = (part: PartFact): AndroidResult => readAndroidResult(part.result);
const isSure = (result: AndroidResult): boolean => result.outcome !== 'unknown';

const OPEN_STATES: ReadonlySet<string> = new Set(['offered', 'accepted', 'submitting', 'unknown']);

/** Whether nothing more of the attempt itself is to come, delivery reports apart. */
export const isOver = (facts: AttemptFacts): boolean => !OPEN_STATES.has(facts.state);

export function situationOf(row: MessageRow, now: number): Situation {
  return {
    now,
    expiresAt: row.expires_at,
    isCancelRequested: row.cancel_requested === 1,
    countedAttempts: row.attempts,
  };
}

/** Why an attempt failed, in a word of the API, or null. */
export function failureCodeOf(facts: AttemptFacts): FailureCode | null {
  if (facts.state === 'rejected') return readRejectReason(facts.reason).failure;
  const results = facts.partFacts.filter((part) => part.state === 'failed').map(resultOf);
  // A number that says nothing for sure is no reason: it stays a number.
  const told = results.find((result) => result.outcome === 'failed') ?? results.find(isSure);
  if (told !== undefined) return told.code;
  return facts.partFacts.some((part) => part.delivery === 'undelivered') ? 'report_failed' : null;
}

/** Moves a row as it was read, by what is known of the attempt that decided it. */
export type ApplyOutcome = (
  row: MessageRow,
  outcome: Outcome,
  by: { readonly attempt: AttemptRow; readonly facts: AttemptFacts },
  now: number,
) => void;

export function createApplyOutcome(transitions: MessageTransitions, feed: Feed): ApplyOutcome {
  return (row, outcome, { attempt, facts }, now) => {
    const source = { deviceId: attempt.device_id, simId: attempt.sim_id };
    switch (outcome.to) {
      case 'sending':
        feed.note('message', row.request_id);
        return;
      case 'sent':
        transitions.markSent(row, now, source);
        return;
      case 'delivered':
        transitions.markDelivered(row, now, source);
        return;
      case 'undelivered':
        transitions.markUndelivered(row, now, source);
        return;
      case 'failed':
        transitions.markFailed(row, outcome, now, source);
        return;
      case 'unknown':
        transitions.markUnknown(row, outcome.detail, now);
        return;
      case 'queued':
        transitions.requeue(row, outcome.retryAt, outcome.detail, isCounted(facts), now);
        return;
      case 'expired':
        transitions.markExpired(row, now);
        return;
      case 'cancelled':
        transitions.markCancelled(row, now);
        return;
      default:
        assertNever(outcome);
    }
  };
}
