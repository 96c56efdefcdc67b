/**
 * The moves of a message: one function each, with its event in the same transaction. A move is decided on a row, and
 * is made only while the row is as it was read (`sequence` counts the moves) and its state allows it; every function
 * says whether it moved. The table of moves is `MESSAGE_MOVES`.
 */
import { MESSAGE_MOVES, type MessageState } from '../../shared/states.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Database } from '../storage/database.ts';
import type { NoteMove } from './batches/batch-transitions.ts';
import type { MessageRow } from './message-row.ts';
import type { Lanes } from './lanes.ts';
import type { CountedOutcome, OutcomeCountStore, OutcomeSource } from './outcome-count-store.ts';

interface FailureFacts {
  readonly code: FailureCode;
  readonly detail: string;
  readonly mayHaveLeft: boolean;
  readonly partsSent: number;
}

/** `source` is the phone that said so; what became of its messages is counted for it as well. */
export interface MessageTransitions {
  markSending(row: MessageRow, deviceName: string, now: number): boolean;
  markSent(row: MessageRow, now: number, source: OutcomeSource): boolean;
  markDelivered(row: MessageRow, now: number, source: OutcomeSource): boolean;
  markUndelivered(row: MessageRow, now: number, source: OutcomeSource): boolean;
  markFailed(row: MessageRow, failure: FailureFacts, now: number, source: OutcomeSource): boolean;
  markUnknown(row: MessageRow, detail: string, now: number): boolean;
  markExpired(row: MessageRow, now: number): boolean;
  markCancelled(row: MessageRow, now: number): boolean;
  /** Proved unsent, and there is time left: back in line, at once or at `retryAt`. */
  requeue(row: MessageRow, retryAt: number | null, detail: string, isCounted: boolean, now: number): boolean;
  /** Its time has come, the scheduled one or that of its next try: in line. */
  release(row: MessageRow, now: number): boolean;
  /**
   * An attempt of it becomes known that was made before: it counts, and a message that waits is `sending` until its
   * outcome is applied. A message that is over only counts it.
   */
  adopt(row: MessageRow, deviceName: string, now: number): boolean;
  /**
   * A phone may hold it: it is asked to stop it, and it is not tried again. No move, so nothing is told. The caller says
   * that it may be so for a message that waits: while phones are asked what they sent before a restore.
   */
  requestCancel(row: MessageRow, now: number): boolean;
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

/** Failures that lie with the text or its recipient: however many there are, the next message may go. */
const BLAMELESS: ReadonlySet<FailureCode> = new Set([
  'number_invalid',
  'text_too_long',
  'recipient_opted_out',
  'report_failed',
]);

/** What a move counts as: one may be sent and undelivered at once. */
function outcomesOf(row: MessageRow, target: MessageState, code: FailureCode | null): CountedOutcome[] {
  const isTaken = target === 'sent' || target === 'delivered' || target === 'undelivered';
  const sent: CountedOutcome[] = isTaken && row.sent_at === null ? ['sent'] : [];
  if (target === 'expired') return ['expired'];
  if (target === 'undelivered') return [...sent, 'failed'];
  if (target === 'failed') return [code !== null && BLAMELESS.has(code) ? 'failed' : 'fault'];
  return sent;
}

/** The states from which a message may move to this one, quoted for SQL. */
function sourcesOf(target: MessageState): string {
  const sources = Object.entries(MESSAGE_MOVES).filter(([, targets]) => targets.includes(target));
  return sources.map(([state]) => `'${state}'`).join(',');
}

interface MoveFacts {
  readonly source?: OutcomeSource;
  readonly code?: FailureCode;
}

export function createMessageTransitions(
  db: Database,
  events: EventStore,
  feed: Feed,
  lanes: Lanes,
  counts: Pick<OutcomeCountStore, 'note'>,
  noteInBatch: NoteMove = () => undefined,
): MessageTransitions {
  const prepare = (target: MessageState, set: string) =>
    db.prepare(
      `UPDATE messages SET state = '${target}', updated_at = @now, sequence = sequence + 1${set}
       WHERE seq = @seq AND sequence = @sequence AND state IN (${sourcesOf(target)})`,
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
    expired: prepare('expired', ', ended_at = @now, due_at = NULL'),
    cancelled: prepare('cancelled', ', ended_at = @now, due_at = NULL'),
    queued: prepare(
      'queued',
      ', due_at = @retryAt, failure_detail = @detail, attempts = attempts - @uncounted',
    ),
  };
  const releaseRetry = db.prepare(
    "UPDATE messages SET due_at = NULL WHERE seq = @seq AND sequence = @sequence AND state = 'queued' AND due_at IS NOT NULL",
  );
  const requestCancel = db.prepare(
    `UPDATE messages SET cancel_requested = 1, updated_at = @now
     WHERE seq = @seq AND sequence = @sequence AND state IN ('sending', 'unknown', 'queued', 'scheduled')`,
  );
  const countAdopted = db.prepare(
    `UPDATE messages SET attempts = attempts + 1, held = held + 1, device_name = @deviceName, updated_at = @now
     WHERE seq = @seq AND sequence = @sequence`,
  );

  function tell(row: MessageRow, target: MessageState, now: number, code: FailureCode | null): void {
    const type = row.state === 'scheduled' && target === 'queued' ? 'message.queued' : EVENT_OF[target];
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

  function count(row: MessageRow, target: MessageState, now: number, more: MoveFacts): void {
    for (const outcome of outcomesOf(row, target, more.code ?? null)) {
      counts.note({ clientId: row.client_id, mode: row.mode }, outcome, more.source ?? null, now);
    }
  }

  function move(
    row: MessageRow,
    target: keyof typeof statements,
    now: number,
    values: Readonly<Record<string, unknown>> = {},
    more: MoveFacts = {},
  ): boolean {
    const moved =
      statements[target].run({ seq: row.seq, sequence: row.sequence, now, ...values }).changes === 1;
    if (!moved) return false;
    const entry = { laneId: row.lane_id, parts: row.parts };
    if (row.state === 'queued') lanes.leave({ ...entry, isDue: row.due_at !== null });
    if (target === 'queued') lanes.enter({ ...entry, isDue: typeof values['retryAt'] === 'number' });
    count(row, target, now, more);
    tell(row, target, now, more.code ?? null);
    noteInBatch(row, target, now);
    return true;
  }

  /** In line, if it was scheduled; then with a phone. */
  function takeUp(row: MessageRow, deviceName: string, now: number): boolean {
    if (row.state === 'queued') return move(row, 'sending', now, { deviceName });
    const isMoved = move(row, 'queued', now, { retryAt: null, detail: null, uncounted: 0 });
    const queued = { ...row, state: 'queued', due_at: null, sequence: row.sequence + 1 } as const;
    return isMoved && move(queued, 'sending', now, { deviceName });
  }

  return {
    adopt: (row, deviceName, now) => {
      if (row.state === 'queued' || row.state === 'scheduled') return takeUp(row, deviceName, now);
      return countAdopted.run({ seq: row.seq, sequence: row.sequence, deviceName, now }).changes === 1;
    },
    markSending: (row, deviceName, now) => move(row, 'sending', now, { deviceName }),
    markSent: (row, now, source) => move(row, 'sent', now, {}, { source }),
    markDelivered: (row, now, source) => move(row, 'delivered', now, {}, { source }),
    markUndelivered: (row, now, source) =>
      move(row, 'undelivered', now, {}, { source, code: 'report_failed' }),
    markFailed: (row, { mayHaveLeft, ...failure }, now, source) =>
      move(
        row,
        'failed',
        now,
        { ...failure, mayHaveLeft: mayHaveLeft ? 1 : 0 },
        { source, code: failure.code },
      ),
    markUnknown: (row, detail, now) => move(row, 'unknown', now, { detail }),
    markExpired: (row, now) => move(row, 'expired', now),
    markCancelled: (row, now) => move(row, 'cancelled', now),
    requeue: (row, retryAt, detail, isCounted, now) =>
      move(row, 'queued', now, { retryAt, detail, uncounted: isCounted ? 0 : 1 }),
    release: (row, now) => {
      if (row.state === 'scheduled') {
        return move(row, 'queued', now, { retryAt: null, detail: null, uncounted: 0 });
      }
      if (releaseRetry.run({ seq: row.seq, sequence: row.sequence }).changes === 0) return false;
      lanes.leave({ laneId: row.lane_id, parts: row.parts, isDue: true });
      lanes.enter({ laneId: row.lane_id, parts: row.parts, isDue: false });
      return true;
    },
    requestCancel: (row, now) => {
      if (requestCancel.run({ seq: row.seq, sequence: row.sequence, now }).changes === 0) return false;
      feed.note('message', row.request_id);
      return true;
    },
  };
}
