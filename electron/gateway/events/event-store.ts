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

const DAY_MS = 86_400_000;
/** Events that are looked through for texts at once. */
const SPAN = 5_000;

export interface EventStore {
  append(event: NewEvent): void;
  /** Deletes at most `limit` of the oldest events that are too old, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
  /** Erases the texts in some of the events from before a time; says whether there are more. Inside a transaction. */
  eraseTexts(before: number): boolean;
}

/** `days` that events are kept: 30 unless told. */
export function createEventStore(db: Database, days: () => number = () => 30): EventStore {
  const insert = db.prepare(
    'INSERT INTO events (type, mode, client_id, subject_id, at, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // The oldest by seq are read, not all by time: an index on the time would be paid by every message.
  const prune = db.prepare(
    `DELETE FROM events WHERE at < ? AND seq IN (SELECT seq FROM events ORDER BY seq LIMIT ?)`,
  );
  const erasedUntil = db
    .prepare<[], number>("SELECT until FROM erased_until WHERE client_id = '' AND mode = 'events'")
    .pluck();
  const setErased = db.prepare<[number]>(
    `INSERT INTO erased_until (client_id, mode, until) VALUES ('', 'events', ?)
     ON CONFLICT (client_id, mode) DO UPDATE SET until = excluded.until`,
  );
  const after = db.prepare<[number], { at: number }>(
    'SELECT at FROM events WHERE seq > ? ORDER BY seq LIMIT 1',
  );
  const erase = db.prepare<[number, number, number]>(
    `UPDATE events SET data = json_set(data, '$.text', '')
     WHERE seq > ? AND seq <= ? AND at < ? AND type = 'inbox.received' AND json_extract(data, '$.text') <> ''`,
  );
  return {
    prune: (now, limit) => prune.run(now - days() * DAY_MS, limit).changes,
    eraseTexts: (before) => {
      const from = erasedUntil.get() ?? 0;
      const next = after.get(from + SPAN);
      erase.run(from, from + SPAN, before);
      if (next === undefined || next.at >= before) return false;
      setErased.run(from + SPAN);
      return true;
    },
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
