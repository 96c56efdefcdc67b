/** Erases received texts that are old, where the operator wants that; that they came stays known. */
import type { EventStore } from '../events/event-store.ts';
import type { Database } from '../storage/database.ts';

export interface InboxRetentionStore {
  /** Erases at most `limit` texts and tells how many, or `limit` where more is to be looked at. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

const DAY_MS = 86_400_000;

/** `days` after it came a text is erased, here and in its event; 0: never. */
export function createInboxRetentionStore(
  db: Database,
  events: Pick<EventStore, 'eraseTexts'>,
  days: () => number,
): InboxRetentionStore {
  const until = db
    .prepare<[], number>("SELECT until FROM erased_until WHERE client_id = '' AND mode = 'inbox'")
    .pluck();
  const setUntil = db.prepare<[number]>(
    `INSERT INTO erased_until (client_id, mode, until) VALUES ('', 'inbox', ?)
     ON CONFLICT (client_id, mode) DO UPDATE SET until = excluded.until`,
  );
  const next = db.prepare<[number, number], { seq: number; stored_at: number }>(
    'SELECT seq, stored_at FROM inbound_messages WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const erase = db.prepare<[number]>("UPDATE inbound_messages SET body = '' WHERE seq = ?");
  return {
    prune: (now, limit) => {
      if (days() <= 0) return 0;
      const before = now - days() * DAY_MS;
      const old = next.all(until.get() ?? 0, limit).filter((row) => row.stored_at < before);
      for (const { seq } of old) erase.run(seq);
      const last = old.at(-1);
      if (last !== undefined) setUntil.run(last.seq);
      return events.eraseTexts(before) ? limit : old.length;
    },
  };
}
