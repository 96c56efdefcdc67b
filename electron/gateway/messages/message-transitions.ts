/**
 * The moves of a message: one function each, guarded by the states it may leave, with its event in the same
 * transaction. Every function says whether it moved. The table of moves is `MESSAGE_MOVES`.
 */
import { MESSAGE_MOVES, type MessageState } from '../../shared/states.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Database } from '../storage/database.ts';
import type { MessageRow } from './message-row.ts';
import type { WaitingCounts } from './waiting-counts-store.ts';

export interface FailureFacts {
  readonly code: FailureCode;
  readonly detail: string;
  readonly mayHaveLeft: boolean;
  readonly partsSent: number;
}

export interface MessageTransitions {
  markSending(row: MessageRow, deviceName: string, now: number): boolean;
  markSent(row: MessageRow, now: number): boolean;
  markDelivered(row: MessageRow, now: number): boolean;
  markUndelivered(row: MessageRow, now: number): boolean;
  markFailed(row: MessageRow, failure: FailureFacts, now: number): boolean;
  markUnknown(row: MessageRow, detail: string, now: number): boolean;
  markExpired(row: MessageRow, now: number): boolean;
  markCancelled(row: MessageRow, now: number): boolean;
  /** Proved unsent, and there is time left: back in line, at once or at `retryAt`. */
  requeue(row: MessageRow, retryAt: number | null, detail: string, isCounted: boolean, now: number): boolean;
}

const EVENT_OF: Partial<Record<MessageState, string>> = {
  sent: 'message.sent',
  delivered: 'message.delivered',
  undelivered: 'message.failed',
  failed: 'message.failed',
  expired: 'message.failed',
  unknown: 'message.unknown',
  cancelled: 'message.cancelled',
};

/** The states from which a message may move to this one, quoted for SQL. */
function sourcesOf(target: MessageState): string {
  const sources = Object.entries(MESSAGE_MOVES).filter(([, targets]) => targets.includes(target));
  return sources.map(([state]) => `'${state}'`).join(',');
}

export function createMessageTransitions(
  db: Database,
  events: EventStore,
  feed: Feed,
  counts: WaitingCounts,
): MessageTransitions {
  const prepare = (target: MessageState, set: string) =>
    db.prepare(
      `UPDATE messages SET state = '${target}', updated_at = @now, sequence = sequence + 1${set}
       WHERE seq = @seq AND state IN (${sourcesOf(target)})`,
    );
  const statements = {
    sending: prepare(
      'sending',
      ', sending_at = coalesce(sending_at, @now), attempts = attempts + 1, held = held + 1, device_name = @deviceName',
    ),
    sent: prepare('sent', ', sent_at = @now, failure_code = NULL, failure_detail = NULL'),
    delivered: prepare(
      'delivered',
      ', sent_at = coalesce(sent_at, @now), ended_at = @now, failure_code = NULL, failure_detail = NULL',
    ),
    undelivered: prepare(
      'undelivered',
      ", sent_at = coalesce(sent_at, @now), ended_at = @now, failure_code = 'report_failed', failure_detail = NULL",
    ),
    failed: prepare(
      'failed',
      `, ended_at = @now, failure_code = @code, failure_detail = @detail, may_have_left = @mayHaveLeft,
       parts_sent = @partsSent`,
    ),
    unknown: prepare('unknown', ', failure_detail = @detail'),
    expired: prepare('expired', ', ended_at = @now'),
    cancelled: prepare('cancelled', ', ended_at = @now'),
    queued: prepare(
      'queued',
      ', retry_at = @retryAt, failure_detail = @detail, attempts = attempts - @uncounted',
    ),
  };

  function tell(row: MessageRow, target: MessageState, now: number, code: FailureCode | null): void {
    const type = EVENT_OF[target];
    if (type !== undefined) {
      events.append({
        type,
        mode: row.mode,
        clientId: row.client_id,
        subjectId: row.request_id,
        at: now,
        data: {
          status: target,
          sequence: row.sequence + 1,
          ...(code === null ? {} : { failure_code: code }),
        },
      });
    }
    feed.note('message', row.request_id);
  }

  function move(
    row: MessageRow,
    target: keyof typeof statements,
    now: number,
    values: Readonly<Record<string, unknown>> = {},
    code: FailureCode | null = null,
  ): boolean {
    const moved = statements[target].run({ seq: row.seq, now, ...values }).changes === 1;
    if (!moved) return false;
    if (row.state === 'queued') counts.move(row.mode, row.priority, -1);
    if (target === 'queued') counts.move(row.mode, row.priority, 1);
    tell(row, target, now, code);
    return true;
  }

  return {
    markSending: (row, deviceName, now) => move(row, 'sending', now, { deviceName }),
    markSent: (row, now) => move(row, 'sent', now),
    markDelivered: (row, now) => move(row, 'delivered', now),
    markUndelivered: (row, now) => move(row, 'undelivered', now, {}, 'report_failed'),
    markFailed: (row, failure, now) =>
      move(row, 'failed', now, { ...failure, mayHaveLeft: failure.mayHaveLeft ? 1 : 0 }, failure.code),
    markUnknown: (row, detail, now) => move(row, 'unknown', now, { detail }),
    markExpired: (row, now) => move(row, 'expired', now),
    markCancelled: (row, now) => move(row, 'cancelled', now),
    requeue: (row, retryAt, detail, isCounted, now) =>
      move(row, 'queued', now, { retryAt, detail, uncounted: isCounted ? 0 : 1 }),
  };
}
