import { formatTime } from '../foundation/clock.ts';
import type { Database } from '../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';

/** Parts that SIMs used, by local day; what caps are held against. Kept in memory, written with the claims. */
export interface SimUsageStore {
  /** Parts of a day such as `2026-03-14`, or of a month such as `2026-03`. */
  used(simId: string, period: string): number;
  add(simId: string, day: string, parts: number): void;
  /** Writes what changed; inside a transaction. */
  flush(): void;
  /** Deletes at most `limit` days that no cap counts any more, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

/** Longer than a month and a time zone. */
const KEPT_MS = 62 * 86_400_000;

export function createSimUsageStore(db: Database, ifUndone: IfUndone = NEVER_UNDONE): SimUsageStore {
  const sum = db.prepare<[string, string, string], { parts: number }>(
    'SELECT coalesce(sum(parts), 0) AS parts FROM sim_usage WHERE sim_id = ? AND day >= ? AND day <= ?',
  );
  const store = db.prepare(
    `INSERT INTO sim_usage (sim_id, day, parts) VALUES (?, ?, ?)
     ON CONFLICT (sim_id, day) DO UPDATE SET parts = excluded.parts`,
  );
  const prune = db.prepare(
    'DELETE FROM sim_usage WHERE (sim_id, day) IN (SELECT sim_id, day FROM sim_usage WHERE day < ? LIMIT ?)',
  );
  /** By SIM and period: a day, or the month around it. */
  const known = new Map<string, number>();
  const dirty = new Map<string, { readonly simId: string; readonly day: string }>();
  const keyOf = (simId: string, period: string): string => `${simId}/${period}`;

  function used(simId: string, period: string): number {
    const key = keyOf(simId, period);
    let parts = known.get(key);
    if (parts === undefined) {
      // `~` sorts behind every digit and dash: a month's days are between its own name and that.
      parts = sum.get(simId, period, `${period}~`)?.parts ?? 0;
      known.set(key, parts);
    }
    return parts;
  }

  return {
    used,
    prune: (now, limit) => prune.run(formatTime(now - KEPT_MS).slice(0, 10), limit).changes,
    add: (simId, day, parts) => {
      for (const period of [day, day.slice(0, 7)]) {
        known.set(keyOf(simId, period), Math.max(0, used(simId, period) + parts));
      }
      dirty.set(keyOf(simId, day), { simId, day });
    },
    flush: () => {
      const written = [...dirty];
      for (const [, { simId, day }] of written) store.run(simId, day, used(simId, day));
      dirty.clear();
      ifUndone(() => {
        for (const [key, row] of written) dirty.set(key, row);
      });
    },
  };
}
