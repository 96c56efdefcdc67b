import type { Database } from '../storage/database.ts';

/**
 * How many messages wait, by mode and priority. Counted once from the rows, then kept by every move in and out of
 * `queued`, because counting a large backlog anew takes longer than accepting a thousand messages.
 */
export interface WaitingCounts {
  of(mode: string, priority: number): number;
  total(): number;
  /** Inside the transaction that adds (+1) or takes away (-1) a waiting message. */
  move(mode: string, priority: number, by: 1 | -1): void;
  /** Counts the rows anew: after a transaction was undone, its moves did not happen. */
  readonly recount: () => void;
}

const keyOf = (mode: string, priority: number): string => `${mode}/${priority}`;

export function createWaitingCounts(db: Database): WaitingCounts {
  const count = db.prepare<[], { mode: string; priority: number; count: number }>(
    "SELECT mode, priority, count(*) AS count FROM messages WHERE state = 'queued' GROUP BY mode, priority",
  );
  const counts = new Map<string, number>();
  let total = 0;
  const recount = (): void => {
    counts.clear();
    total = 0;
    for (const row of count.all()) {
      counts.set(keyOf(row.mode, row.priority), row.count);
      total += row.count;
    }
  };
  recount();
  return {
    of: (mode, priority) => counts.get(keyOf(mode, priority)) ?? 0,
    total: () => total,
    move: (mode, priority, by) => {
      const key = keyOf(mode, priority);
      counts.set(key, (counts.get(key) ?? 0) + by);
      total += by;
    },
    recount,
  };
}
