import type { Database } from '../../electron/gateway/storage/database.ts';

/**
 * Makes each commit fail whose transaction wrote to a table, as a broken disk would, however it was written: the
 * statements all work, and the COMMIT does not. Returns how to make it well again.
 */
export function failCommits(
  db: Database,
  when: `${'INSERT' | 'UPDATE' | 'DELETE'} ON ${string}`,
): () => void {
  db.exec(`
    CREATE TABLE broken_parent (id INTEGER PRIMARY KEY);
    CREATE TABLE broken_child (id INTEGER REFERENCES broken_parent (id) DEFERRABLE INITIALLY DEFERRED);
    CREATE TRIGGER broken_commit AFTER ${when} BEGIN INSERT INTO broken_child VALUES (1); END;
  `);
  return () => {
    db.exec('DROP TRIGGER broken_commit; DROP TABLE broken_child; DROP TABLE broken_parent;');
  };
}
