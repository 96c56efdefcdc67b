import { isFailureCode } from '../../shared/failure-codes.ts';
import type { Attempt, Message, Waiting } from '../../shared/schemas/message.ts';
import { PRIORITIES, type WaitingReason } from '../../shared/states.ts';
import { FAILURE } from '../../shared/words/failures.ts';
import { TAKEOVER_ASKED, TARGET_GONE, WAITING } from '../../shared/words/queue.ts';
import { formatTime, formatTimeOrNull } from '../foundation/clock.ts';
import { metadataOf } from './message-resend.ts';
import { factsOfRow } from './attempt-store.ts';
import { resultText } from './outcome-rules.ts';
import type { AttemptRow, MessageRow } from './message-row.ts';

/** What to do about a message that waits, in the words of the API. */
export function waitingHint({ reason, isTargetGone = false, isTakeoverAsked = false }: WaitingFacts): string {
  if (isTakeoverAsked) return TAKEOVER_ASKED.en;
  return isTargetGone ? TARGET_GONE.en : WAITING[reason].fix.en;
}

/** What a hint is told from. */
export interface WaitingFacts {
  readonly reason: WaitingReason;
  /** The phone or SIM that it names is not there. */
  readonly isTargetGone?: boolean;
  /** The operator is asked whether another SIM takes over from the one that is gone. */
  readonly isTakeoverAsked?: boolean;
}

function failureView(row: MessageRow): Message['failure'] {
  const isFailed = row.state === 'failed' || row.state === 'undelivered';
  if (!isFailed || !isFailureCode(row.failure_code)) return null;
  const { message, fix } = FAILURE[row.failure_code];
  return {
    code: row.failure_code,
    message: message.en,
    hint: fix.en,
    ...(row.failure_detail === null ? {} : { detail: row.failure_detail }),
  };
}

/** Why a phone refused it, or what Android said of its first failed part. */
function reasonOf(attempt: AttemptRow): string | null {
  if (attempt.reason !== null) return attempt.reason;
  const failed = factsOfRow(attempt).partFacts.find((part) => part.state === 'failed');
  return failed === undefined ? null : resultText(failed);
}

function attemptView(attempt: AttemptRow): Attempt {
  return {
    n: attempt.n,
    device_name: attempt.device_name,
    sim: attempt.sim_slot,
    started_at: formatTime(attempt.offered_at),
    ended_at: formatTimeOrNull(attempt.ended_at),
    outcome: attempt.state,
    code: attempt.code,
    reason: reasonOf(attempt),
  };
}

/** A row and what belongs to it, in the words and shape of the API. */
export function messageView(
  row: MessageRow,
  attempts: readonly AttemptRow[],
  more: { readonly waiting: Waiting | null; readonly batchId: string | null },
): Message {
  return {
    request_id: row.request_id,
    status: row.state,
    device_name: row.device_name,
    attempts: row.attempts,
    to: row.recipient,
    text: row.body,
    parts: row.parts,
    encoding: row.encoding,
    mode: row.mode,
    priority: PRIORITIES[row.priority] ?? 'transactional',
    reference: row.reference,
    metadata: metadataOf(row),
    created_at: formatTime(row.created_at),
    queued_at: formatTime(row.created_at),
    updated_at: formatTime(row.updated_at),
    expires_at: formatTime(row.expires_at),
    scheduled_at: formatTimeOrNull(row.scheduled_at),
    resend_of: row.resend_of,
    batch_id: more.batchId,
    times: {
      queued: formatTime(row.created_at),
      sending: formatTimeOrNull(row.sending_at),
      sent: formatTimeOrNull(row.sent_at),
      [row.state]:
        row.state === 'queued' || row.state === 'sending' || row.state === 'sent'
          ? timeOfState(row)
          : formatTime(row.ended_at ?? row.updated_at),
    } satisfies Record<string, string | null>,
    cancel_requested: row.cancel_requested === 1,
    may_have_left: row.may_have_left === 1,
    parts_sent: isSent(row) ? row.parts : row.parts_sent,
    failure: failureView(row),
    waiting: more.waiting,
    attempt_log: attempts.map(attemptView),
  };
}

/** The network took every part. */
const isSent = ({ state }: MessageRow): boolean =>
  state === 'sent' || state === 'delivered' || state === 'undelivered';

function timeOfState(row: MessageRow): string | null {
  if (row.state === 'queued') return formatTime(row.created_at);
  return formatTimeOrNull(row.state === 'sending' ? row.sending_at : row.sent_at);
}
