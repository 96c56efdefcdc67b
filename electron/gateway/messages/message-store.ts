import { PRIORITIES, type MessageState } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';
import type { MessageFilter } from './message-filter.ts';
import type { Lanes } from './lanes.ts';
import { ANY_DEVICE, type MessageRow, type NewMessage } from './message-row.ts';

/** The rows of `messages`: reading and adding. Moves between states are in `message-transitions.ts`. */
export interface MessageStore {
  insert(requestId: string, message: NewMessage, now: number): number;
  byRequestId(requestId: string): MessageRow | undefined;
  bySeq(seq: number): MessageRow | undefined;
  list(filter: MessageFilter): readonly MessageRow[];
  /** The message of a lane that goes next: the one whose time ends first, of those that are in time. */
  nextInLane(laneId: number, now: number): MessageRow | undefined;
  /** Messages that wait and whose time is over. */
  expiredWaiting(now: number, limit: number): readonly MessageRow[];
  /** Scheduled messages and retries whose time has come, the longest due first. */
  dueBy(now: number, limit: number): readonly MessageRow[];
  /** The clock was set back: retries, whose pause is a duration, come as much earlier. Scheduled messages keep their date. */
  moveRetries(byMs: number): void;
  /** When the message that waits longest was accepted. */
  oldestWaitingAt(modes: readonly string[]): number | null;
  countOpen(modes: readonly string[]): number;
  /** Messages whose radio took them, and that failed, since a time. */
  countSince(since: number, mode: string | null): { sent: number; failed: number };
}

/** The condition of the index `messages_ended_badly`. */
const ENDED_BADLY: ReadonlySet<string> = new Set<MessageState>([
  'failed',
  'undelivered',
  'unknown',
  'expired',
  'cancelled',
]);
const ENDED_BADLY_SQL = "state IN ('failed','undelivered','unknown','expired','cancelled')";

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`);

function whereOf(filter: MessageFilter): { sql: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...more: unknown[]): void => {
    parts.push(sql);
    values.push(...more);
  };
  if (filter.clientId !== undefined) add('client_id = ?', filter.clientId);
  if (filter.mode !== undefined) add('mode = ?', filter.mode);
  if (filter.states !== undefined && filter.states.length > 0) {
    add(`state IN (${filter.states.map(() => '?').join(',')})`, ...filter.states);
    // Said again in the words of the partial index, which SQLite does not find for values: a list of failures would
    // read every message there is.
    if (filter.states.every((state) => ENDED_BADLY.has(state))) add(ENDED_BADLY_SQL);
  }
  if (filter.to !== undefined) add('recipient = ?', filter.to);
  if (filter.device !== undefined) {
    add(
      'seq IN (SELECT message_seq FROM attempts WHERE device_id = ? OR device_name = ?)',
      filter.device,
      filter.device,
    );
  }
  if (filter.reference !== undefined) add('reference = ?', filter.reference);
  if (filter.q !== undefined) {
    const like = `%${escapeLike(filter.q)}%`;
    add(
      "(recipient LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\' OR reference LIKE ? ESCAPE '\\')",
      like,
      like,
      like,
    );
  }
  if (filter.since !== undefined) add('created_at >= ?', filter.since);
  if (filter.until !== undefined) add('created_at < ?', filter.until);
  if (filter.updatedSince !== undefined) add('updated_at >= ?', filter.updatedSince);
  if (filter.after !== undefined) add(filter.order === 'asc' ? 'seq > ?' : 'seq < ?', filter.after);
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
}

/** The newest or oldest messages that a filter leaves. */
export function listQuery(filter: MessageFilter): {
  readonly sql: string;
  readonly values: readonly unknown[];
} {
  const where = whereOf(filter);
  const order = filter.order === 'asc' ? 'ASC' : 'DESC';
  return {
    sql: `SELECT * FROM messages ${where.sql} ORDER BY seq ${order} LIMIT ?`,
    values: [...where.values, filter.limit],
  };
}

export function createMessageStore(db: Database, lanes: Lanes): MessageStore {
  const insert =
    db.prepare(`INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts,
    encoding, device_id, sim_id, max_parts, delivery_report, reference, metadata, created_at, expires_at, updated_at,
    lane_id, due_at, scheduled_at, resend_of) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const byRequestId = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE request_id = ?');
  const bySeq = db.prepare<[number], MessageRow>('SELECT * FROM messages WHERE seq = ?');
  const nextInLane = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_waiting
     WHERE state = 'queued' AND due_at IS NULL AND lane_id = ? AND expires_at > ? ORDER BY expires_at LIMIT 1`,
  );
  const moveRetries = db.prepare(
    "UPDATE messages SET due_at = MAX(0, due_at + ?) WHERE state = 'queued' AND due_at IS NOT NULL",
  );
  const expired = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_expiring
     WHERE state = 'queued' AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
  );
  const dueBy = db.prepare<[number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_due WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?`,
  );
  const oldest = db.prepare<[string], { at: number }>(
    `SELECT created_at AS at FROM messages INDEXED BY messages_queued
     WHERE mode = ? AND state = 'queued' ORDER BY seq LIMIT 1`,
  );
  const countOpen = db.prepare<[string], { count: number }>(
    "SELECT count(*) AS count FROM messages INDEXED BY messages_sending WHERE state = 'sending' AND mode = ?",
  );
  const countSince = db.prepare<[number, string | null], { sent: number; failed: number }>(
    `SELECT coalesce(sum(type = 'message.sent'), 0) AS sent, coalesce(sum(type = 'message.failed'), 0) AS failed
     FROM events WHERE seq > coalesce((SELECT max(seq) FROM events), 0) - 200000 AND at >= ?
       AND mode = coalesce(?, mode)`,
  );
  return {
    insert: (requestId, message, now) => {
      const priority = PRIORITIES.indexOf(message.priority);
      const scheduledAt = message.scheduledAt ?? null;
      const lane = lanes.laneFor({
        mode: message.mode,
        priority,
        target: message.simId ?? message.deviceId ?? message.target ?? ANY_DEVICE,
        clientId: message.clientId,
        batchId: message.batchId ?? '',
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
      );
      if (scheduledAt === null) lanes.enter({ laneId: lane.id, parts: message.parts, isDue: false });
      return Number(lastInsertRowid);
    },
    byRequestId: (requestId) => byRequestId.get(requestId),
    bySeq: (seq) => bySeq.get(seq),
    list: (filter) => {
      const { sql, values } = listQuery(filter);
      return db.prepare<unknown[], MessageRow>(sql).all(...values);
    },
    nextInLane: (laneId, now) => nextInLane.get(laneId, now),
    expiredWaiting: (now, limit) => expired.all(now, limit),
    moveRetries: (byMs) => {
      moveRetries.run(byMs);
    },
    dueBy: (now, limit) => dueBy.all(now, limit),
    oldestWaitingAt: (modes) => {
      const times = modes.flatMap((mode) => oldest.get(mode)?.at ?? []);
      return times.length === 0 ? null : Math.min(...times);
    },
    countOpen: (modes) => modes.reduce((sum, mode) => sum + (countOpen.get(mode)?.count ?? 0), 0),
    countSince: (since, mode) => countSince.get(since, mode) ?? { sent: 0, failed: 0 },
  };
}
