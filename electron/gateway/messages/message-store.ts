import { PRIORITIES } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';
import type { Lanes } from './lanes.ts';
import { ANY_DEVICE, type MessageRow, type NewMessage } from './message-row.ts';

/**
 * The rows of `messages`: reading and adding. Moves between states are in `message-transitions.ts`, lists in
 * `message-list-store.ts`.
 */
export interface MessageStore {
  insert(requestId: string, message: NewMessage, now: number): number;
  byRequestId(requestId: string): MessageRow | undefined;
  bySeq(seq: number): MessageRow | undefined;
  /** The message of a lane that goes next: the one whose time ends first, of those that are in time. */
  nextInLane(laneId: number, now: number): MessageRow | undefined;
  /** Messages that wait and whose time is over. */
  expiredWaiting(now: number, limit: number): readonly MessageRow[];
  /** Scheduled messages and retries whose time has come, the longest due first. */
  dueBy(now: number, limit: number): readonly MessageRow[];
  /** Messages that wait and that somebody asked to stop. */
  waitingToCancel(limit: number): readonly MessageRow[];
  /** The clock was set back: retries, whose pause is a duration, come as much earlier. Scheduled messages keep their date. */
  moveRetries(byMs: number): void;
  /** Retries that are later than this were planned by a clock that was wrong: they come now. */
  bringNear(latest: number, now: number): void;
  /** When the message that waits longest was accepted. */
  oldestWaitingAt(modes: readonly string[]): number | null;
  countOpen(modes: readonly string[]): number;
  /** The `seq` of the last message that was added; it may have been undone. */
  newestSeq(): number;
}

export function createMessageStore(
  db: Database,
  lanes: Lanes,
  ifUndone: IfUndone = NEVER_UNDONE,
): MessageStore {
  const insert =
    db.prepare(`INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts,
    encoding, device_id, sim_id, max_parts, delivery_report, reference, metadata, created_at, expires_at, updated_at,
    lane_id, due_at, scheduled_at, resend_of, batch_seq, batch_index)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const byRequestId = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE request_id = ?');
  const bySeq = db.prepare<[number], MessageRow>('SELECT * FROM messages WHERE seq = ?');
  const nextInLane = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_waiting
     WHERE state = 'queued' AND due_at IS NULL AND lane_id = ? AND expires_at > ? ORDER BY expires_at LIMIT 1`,
  );
  const moveRetries = db.prepare(
    "UPDATE messages SET due_at = MAX(0, due_at + ?) WHERE state = 'queued' AND due_at IS NOT NULL",
  );
  const bringNear = db.prepare<[number, number]>(
    "UPDATE messages INDEXED BY messages_due SET due_at = ? WHERE due_at > ? AND state = 'queued'",
  );
  const expired = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_expiring
     WHERE state = 'queued' AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
  );
  const dueBy = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_due WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?`,
  );
  const toCancel = db.prepare<[number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_to_cancel
     WHERE cancel_requested = 1 AND state IN ('queued','scheduled') ORDER BY seq LIMIT ?`,
  );
  const oldest = db.prepare<[string], { at: number }>(
    `SELECT created_at AS at FROM messages INDEXED BY messages_in_state
     WHERE mode = ? AND state = 'queued' ORDER BY seq LIMIT 1`,
  );
  const countOpen = db.prepare<[string], { count: number }>(
    "SELECT count(*) AS count FROM messages INDEXED BY messages_in_state WHERE state = 'sending' AND mode = ?",
  );
  const newest = db.prepare<[], number | null>('SELECT max(seq) FROM messages').pluck();
  const before = db
    .prepare<[number], number>('SELECT created_at FROM messages WHERE seq < ? ORDER BY seq DESC LIMIT 1')
    .pluck();
  const insertStep = db.prepare<[number]>('INSERT INTO clock_steps (seq) VALUES (?)');
  /** Of the last message that was added; read when they are needed, for a start must not fail on a damaged table. */
  let newestAt: number | null = null;
  let newestSeq: number | null = null;

  /** Between two steps `created_at` only rises. One too many, from a unit that was undone, does no harm. */
  function noteAdded(seq: number, now: number): void {
    const earlier = newestAt ?? before.get(seq) ?? 0;
    if (now < earlier) {
      insertStep.run(seq);
      ifUndone(() => {
        newestAt = earlier;
      });
    }
    newestAt = now;
    newestSeq = seq;
  }

  return {
    insert: (requestId, message, now) => {
      const priority = PRIORITIES.indexOf(message.priority);
      const scheduledAt = message.scheduledAt ?? null;
      const lane = lanes.laneFor({
        mode: message.mode,
        priority,
        target: message.simId ?? message.deviceId ?? message.target ?? ANY_DEVICE,
        clientId: message.clientId,
        batchId: message.batch?.id ?? '',
      });
      const { lastInsertRowid } = insert.run(
        requestId,
        message.clientId,
        message.mode,
        scheduledAt === null ? 'queued' : 'scheduled',
        priority,
        message.to,
        message.text,
        message.parts,
        message.encoding,
        message.deviceId ?? ANY_DEVICE,
        message.simId,
        message.maxParts,
        message.deliveryReport ? 1 : 0,
        message.reference,
        message.metadata === null ? null : JSON.stringify(message.metadata),
        now,
        (scheduledAt ?? now) + message.ttlSeconds * 1000,
        now,
        lane.id,
        scheduledAt,
        scheduledAt,
        message.resendOf ?? null,
        message.batch?.seq ?? null,
        message.batch?.index ?? null,
      );
      noteAdded(Number(lastInsertRowid), now);
      if (scheduledAt === null) lanes.enter({ laneId: lane.id, parts: message.parts, isDue: false });
      return Number(lastInsertRowid);
    },
    byRequestId: (requestId) => byRequestId.get(requestId),
    bySeq: (seq) => bySeq.get(seq),
    nextInLane: (laneId, now) => nextInLane.get(laneId, now),
    expiredWaiting: (now, limit) => expired.all(now, limit),
    moveRetries: (byMs) => {
      moveRetries.run(byMs);
    },
    bringNear: (latest, now) => {
      bringNear.run(now, latest);
    },
    waitingToCancel: (limit) => toCancel.all(limit),
    dueBy: (now, limit) => dueBy.all(now, limit),
    oldestWaitingAt: (modes) => {
      const times = modes.flatMap((mode) => oldest.get(mode)?.at ?? []);
      return times.length === 0 ? null : Math.min(...times);
    },
    newestSeq: () => (newestSeq ??= newest.get() ?? 0),
    countOpen: (modes) => modes.reduce((sum, mode) => sum + (countOpen.get(mode)?.count ?? 0), 0),
  };
}
