import type { Database } from '../storage/database.ts';
import type { MessageFilter } from './message-filter.ts';
import type { WaitingCounts } from './waiting-counts-store.ts';
import { ANY_DEVICE, PRIORITIES, type MessageRow, type NewMessage } from './message-row.ts';

/** The rows of `messages`: reading and adding. Moves between states are in `message-transitions.ts`. */
export interface MessageStore {
  insert(requestId: string, message: NewMessage, now: number): number;
  byRequestId(requestId: string): MessageRow | undefined;
  bySeq(seq: number): MessageRow | undefined;
  list(filter: MessageFilter): readonly MessageRow[];
  /** Oldest waiting first, transactional before bulk, of the lanes given; at most `limit`. */
  waiting(mode: string, lanes: readonly string[], limit: number): readonly MessageRow[];
  expiredWaiting(now: number, limit: number): readonly MessageRow[];
  /** Puts messages whose retry time has come back in line. Returns how many. */
  releaseRetries(now: number): number;
  nextRetryAt(): number | null;
  /** When the message that waits longest was accepted. */
  oldestWaitingAt(modes: readonly string[], deviceIds: readonly string[]): number | null;
  countOpen(mode: string | null): number;
  /** Messages whose radio took them, and that failed, since a time. */
  countSince(since: number, mode: string | null): { sent: number; failed: number };
}

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

export function createMessageStore(db: Database, counts: WaitingCounts): MessageStore {
  const insert =
    db.prepare(`INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts,
    encoding, lane, sim_id, max_parts, delivery_report, reference, metadata, created_at, expires_at, updated_at)
    VALUES (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const byRequestId = db.prepare<[string], MessageRow>('SELECT * FROM messages WHERE request_id = ?');
  const bySeq = db.prepare<[number], MessageRow>('SELECT * FROM messages WHERE seq = ?');
  const waitingInLane = db.prepare<[string, string, number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_waiting
     WHERE state = 'queued' AND retry_at IS NULL AND mode = ? AND lane = ? AND priority = ? ORDER BY seq LIMIT ?`,
  );
  const expired = db.prepare<[number, number], MessageRow>(
    "SELECT * FROM messages WHERE state = 'queued' AND expires_at <= ? LIMIT ?",
  );
  const release = db.prepare(
    "UPDATE messages SET retry_at = NULL WHERE state = 'queued' AND retry_at IS NOT NULL AND retry_at <= ?",
  );
  const nextRetry = db.prepare<[], { at: number | null }>(
    "SELECT min(retry_at) AS at FROM messages WHERE state = 'queued' AND retry_at IS NOT NULL",
  );
  const countOpen = db.prepare<[string | null], { count: number }>(
    "SELECT count(*) AS count FROM messages WHERE state = 'sending' AND mode = coalesce(?, mode)",
  );
  const countSince = db.prepare<[number, string | null], { sent: number; failed: number }>(
    `SELECT coalesce(sum(type = 'message.sent'), 0) AS sent, coalesce(sum(type = 'message.failed'), 0) AS failed
     FROM events WHERE seq > coalesce((SELECT max(seq) FROM events), 0) - 200000 AND at >= ?
       AND mode = coalesce(?, mode)`,
  );
  return {
    insert: (requestId, message, now) => {
      const priority = PRIORITIES.indexOf(message.priority);
      counts.move(message.mode, priority, 1);
      return Number(
        insert.run(
          requestId,
          message.clientId,
          message.mode,
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
          now + message.ttlSeconds * 1000,
          now,
        ).lastInsertRowid,
      );
    },
    byRequestId: (requestId) => byRequestId.get(requestId),
    bySeq: (seq) => bySeq.get(seq),
    list: (filter) => {
      const where = whereOf(filter);
      const order = filter.order === 'asc' ? 'ASC' : 'DESC';
      return db
        .prepare<unknown[], MessageRow>(`SELECT * FROM messages ${where.sql} ORDER BY seq ${order} LIMIT ?`)
        .all(...where.values, filter.limit);
    },
    waiting: (mode, lanes, limit) => {
      const found: MessageRow[] = [];
      for (let priority = 0; priority < PRIORITIES.length && found.length < limit; priority += 1) {
        const rows = lanes.flatMap((lane) => waitingInLane.all(mode, lane, priority, limit - found.length));
        rows.sort((a, b) => a.seq - b.seq);
        found.push(...rows.slice(0, limit - found.length));
      }
      return found;
    },
    expiredWaiting: (now, limit) => expired.all(now, limit),
    releaseRetries: (now) => release.run(now).changes,
    nextRetryAt: () => nextRetry.get()?.at ?? null,
    oldestWaitingAt: (modes, deviceIds) => {
      let oldest: number | null = null;
      for (const mode of modes) {
        for (const lane of [ANY_DEVICE, ...deviceIds]) {
          for (let priority = 0; priority < PRIORITIES.length; priority += 1) {
            const at = waitingInLane.get(mode, lane, priority, 1)?.created_at ?? null;
            if (at !== null && (oldest === null || at < oldest)) oldest = at;
          }
        }
      }
      return oldest;
    },
    countOpen: (mode) => countOpen.get(mode)?.count ?? 0,
    countSince: (since, mode) => countSince.get(since, mode) ?? { sent: 0, failed: 0 },
  };
}
