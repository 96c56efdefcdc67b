import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

/** A fact that clients may learn of, stored in the transaction that makes it true. */
interface NewEvent {
  readonly type: string;
  readonly mode: Mode;
  /** Null for facts about the workspace, such as a lost device. */
  readonly clientId: string | null;
  readonly subjectId: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How long clients can read them. */
const KEPT_MS = 30 * 86_400_000;

export interface EventStore {
  append(event: NewEvent): void;
  /** Deletes at most `limit` of the oldest events that are over 30 days old, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

export function createEventStore(db: Database): EventStore {
  const insert = db.prepare(
    'INSERT INTO events (type, mode, client_id, subject_id, at, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // The oldest by seq are read, not all by time: an index on the time would be paid by every message.
  const prune = db.prepare(
    `DELETE FROM events WHERE at < ? AND seq IN (SELECT seq FROM events ORDER BY seq LIMIT ?)`,
  );
  return {
    prune: (now, limit) => prune.run(now - KEPT_MS, limit).changes,
    append: (event) => {
      insert.run(
        event.type,
        event.mode,
        event.clientId,
        event.subjectId,
        event.at,
        JSON.stringify(event.data),
      );
    },
  };
}
