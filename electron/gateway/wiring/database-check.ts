/** The database of a data directory, looked at from outside of any gateway: for `relaydesk doctor`. */
import { join } from 'node:path';
import { DATABASE_FILE } from '../../shared/data-place.ts';
import type { Backup as StoredBackup } from '../storage/backups.ts';
import type { DatabaseCondition } from '../storage/quick-check.ts';

export type { DatabaseCondition } from '../storage/quick-check.ts';

/** A backup, and when it was made: milliseconds since 1970. */
export type Backup = Pick<StoredBackup, 'path' | 'madeAt'>;

/**
 * Checks the database file, reading only. To be called where no gateway runs in this process; `isRunning`: one runs in
 * another.
 */
export async function checkDatabase(dataDir: string, isRunning: boolean): Promise<DatabaseCondition> {
  // better-sqlite3 reads it once, as it is loaded; a gateway's own files are never named by a URI.
  process.env.SQLITE_USE_URI = '1';
  const { quickCheck } = await import('../storage/quick-check.ts');
  return quickCheck(join(dataDir, DATABASE_FILE), isRunning);
}

/** The newest copy of the database that lies beside it, or null. */
export async function findBackup(dataDir: string): Promise<Backup | null> {
  const { newestBackup } = await import('../storage/backups.ts');
  return newestBackup(join(dataDir, DATABASE_FILE));
}
