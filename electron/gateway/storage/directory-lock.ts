import BetterSqlite3 from 'better-sqlite3';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { isDamage } from './database.ts';

/** Another gateway holds this data directory. */
export class DirectoryTakenError extends GatewayStartError {
  constructor(dataDir: string) {
    super(sentence('start.directory_taken', { dataDir }));
    this.name = 'DirectoryTakenError';
  }
}

/**
 * Holds a data directory for this process. The lock is the operating system's, taken through an exclusive
 * transaction on a file of its own, so it is gone with the process however that ends.
 */
export function lockDirectory(dataDir: string, lockPath: string): { release(): void } {
  const db = new BetterSqlite3(lockPath, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new DirectoryTakenError(dataDir);
    }
    if (isDamage(error))
      throw new GatewayStartError(sentence('start.lock_damaged', { path: lockPath }), error);
    throw error;
  }
  return {
    release: () => {
      if (db.open) db.close();
    },
  };
}
