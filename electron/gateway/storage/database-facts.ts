import type { Database } from './database.ts';

/** Numbers that are true of the file as a whole, each with its sentence. Times are milliseconds since 1970. */
export const DATABASE_FACTS = {
  generation: 'How often this data directory was restored: it rises, and is never the same twice.',
  backed_up_at: 'Only in a backup: everything until then is in it.',
  reconcile_started_at: 'Since when the phones are asked what they did before anything goes out.',
} as const;
export type DatabaseFact = keyof typeof DATABASE_FACTS;

export interface DatabaseFacts {
  /** Null where it is not so. */
  readonly get: (name: DatabaseFact) => number | null;
  /** Inside a transaction; null takes it away. */
  readonly set: (name: DatabaseFact, value: number | null) => void;
}

export function createDatabaseFacts(db: Database): DatabaseFacts {
  const get = db.prepare<[string], { value: number }>('SELECT value FROM database_facts WHERE name = ?');
  const set = db.prepare(
    'INSERT INTO database_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM database_facts WHERE name = ?');
  return {
    get: (name) => get.get(name)?.value ?? null,
    set: (name, value) => {
      if (value === null) remove.run(name);
      else set.run(name, value);
    },
  };
}

/** Clocks of phones follow the gateway's; an hour covers what they may be apart. */
export const LOOK_BACK_MS = 3_600_000;

/** From when on a phone is asked what it did, given the last moment that is surely in the file; null: there is none. */
export function askedSince(lastKnownAt: number | null): number {
  return lastKnownAt === null ? 0 : Math.max(0, lastKnownAt - LOOK_BACK_MS);
}
