import type { Database } from '../../../electron/gateway/storage/database.ts';

/**
 * Makes each new row of a table take its time inside the database, as a slow disk does: the thread that writes stands
 * still meanwhile. About a tenth of a second for a million steps. Returns how to make it fast again.
 */
export function slowInserts(db: Database, table: string, steps: number): () => void {
  db.exec(
    `CREATE TRIGGER slow_insert AFTER INSERT ON ${table} BEGIN
       SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${steps}) SELECT i FROM n);
     END`,
  );
  return () => {
    db.exec('DROP TRIGGER slow_insert');
  };
}
