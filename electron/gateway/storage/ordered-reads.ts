import type { Database } from './database.ts';
import type { ReadPlaces } from './seq-streams.ts';

/** Lists put the oldest first, or the newest. Places rise in both: where the newest come first, they are negated seqs. */
export type ListOrder = 'asc' | 'desc';
export const PLACE_SIGN = { asc: 1, desc: -1 } as const;

/** Reads the seqs of one condition in the order of a list; takes the values of the condition. */
type OrderedRead = (order: ListOrder, ...values: readonly unknown[]) => ReadPlaces;

/**
 * Prepares reading seqs by an index that has them in order. `source` is what stands between FROM and the condition on
 * the seq, such as `messages INDEXED BY messages_reference WHERE reference = ? AND`; `column` holds the seq.
 */
export function prepareOrderedRead(db: Database, source: string, column = 'seq'): OrderedRead {
  const prepare = (condition: string, order: ListOrder) =>
    db
      .prepare<unknown[], number>(
        `SELECT ${column} FROM ${source} ${condition} ORDER BY ${column} ${order} LIMIT ?`,
      )
      .pluck();
  const statements = { asc: prepare(`${column} >= ?`, 'asc'), desc: prepare(`${column} <= ?`, 'desc') };
  return (order, ...values) => {
    const sign = PLACE_SIGN[order];
    return (from, limit) => statements[order].all(...values, from * sign, limit).map((seq) => seq * sign);
  };
}

/** The place that a page begins at. */
export function firstPlace({ order, after }: { readonly order: ListOrder; readonly after?: number }): number {
  return after === undefined ? Number.MIN_SAFE_INTEGER : after * PLACE_SIGN[order] + 1;
}

/** The `after` of the page that begins at a place. */
export function afterOf(next: number | null, order: ListOrder): number | null {
  return next === null ? null : (next - 1) * PLACE_SIGN[order];
}
