/** Erases the texts of batches that have been over for long, where the operator wants that; the batches stay. */
import type { Database } from '../../storage/database.ts';

export interface BatchRetentionStore {
  /** Erases at most `limit` texts and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

const DAY_MS = 86_400_000;

/** `days` after nothing of it waited any more the text of a batch is erased; 0: never. */
export function createBatchRetentionStore(db: Database, days: () => number): BatchRetentionStore {
  const erase = db.prepare<[number, number]>(
    `UPDATE batches SET body = '' WHERE seq IN
       (SELECT seq FROM batches WHERE finished_at < ? AND body <> '' ORDER BY seq LIMIT ?)`,
  );
  return {
    prune: (now, limit) => (days() <= 0 ? 0 : erase.run(now - days() * DAY_MS, limit).changes),
  };
}
