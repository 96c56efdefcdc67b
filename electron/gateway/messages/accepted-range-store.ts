import type { Database } from '../storage/database.ts';

/** A range of seqs, both ends included. */
type SeqRange = readonly [first: number, last: number];

interface Times {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * Finds the messages that were accepted in a time, without an index on it: seqs rise with `created_at` but where the
 * clock was set back, and those places are known (`clock_steps`). Between two of them each end is found by halving.
 */
export function createAcceptedRanges(db: Database): (times: Times) => readonly SeqRange[] {
  const steps = db.prepare<[], number>('SELECT seq FROM clock_steps ORDER BY seq').pluck();
  const newest = db.prepare<[], number | null>('SELECT max(seq) FROM messages').pluck();
  const at = db.prepare<[number, number], { seq: number; createdAt: number }>(
    'SELECT seq, created_at AS createdAt FROM messages WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT 1',
  );

  /** The first seq from `first` to `last` that was accepted at `time` or later; `last + 1` when none was. */
  function firstSince(time: number, first: number, last: number): number {
    let [low, high] = [first, last + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = at.get(middle, last);
      if (row === undefined || row.createdAt >= time) high = middle;
      else low = row.seq + 1;
    }
    return low;
  }

  return ({ since, until }) => {
    const starts = [1, ...steps.all()];
    const end = newest.get() ?? 0;
    return starts.flatMap((start, index): SeqRange[] => {
      const stop = (starts[index + 1] ?? end + 1) - 1;
      const first = since === undefined ? start : firstSince(since, start, stop);
      const last = until === undefined ? stop : firstSince(until, start, stop) - 1;
      return first <= last ? [[first, last]] : [];
    });
  };
}
