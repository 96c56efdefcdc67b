import type { Database } from '../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';

/**
 * How many messages wait, by mode and priority. Counted once from the rows, then kept by every move in and out of
 * `queued`, because counting a large backlog anew takes longer than accepting a thousand messages.
 */
export interface WaitingCounts {
  of(mode: string, priority: number): number;
  total(): number;
  /** Inside the transaction that adds (+1) or takes away (-1) a waiting message; taken back if that is undone. */
  move(mode: string, priority: number, by: 1 | -1): void;
}

const keyOf = (mode: string, priority: number): string => `${mode}/${priority}`;

export function createWaitingCounts(db: Database, ifUndone: IfUndone = NEVER_UNDONE): WaitingCounts {
  const rows = db
    .prepare<[], { mode: string; priority: number; count: number }>(
      "SELECT mode, priority, count(*) AS count FROM messages WHERE state = 'queued' GROUP BY mode, priority",
    )
    .all();
  const counts = new Map<string, number>();
  let total = 0;
  const add = (key: string, by: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + by);
    total += by;
  };
  for (const row of rows) add(keyOf(row.mode, row.priority), row.count);
  return {
    of: (mode, priority) => counts.get(keyOf(mode, priority)) ?? 0,
    total: () => total,
    move: (mode, priority, by) => {
      const key = keyOf(mode, priority);
      add(key, by);
      ifUndone(() => add(key, -by));
    },
  };
}
