import BetterSqlite3 from 'better-sqlite3';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';

export type Database = BetterSqlite3.Database;
export type Statement<P extends unknown[] = unknown[], R = unknown> = BetterSqlite3.Statement<P, R>;

/**
 * Opens the database file: WAL with a sync at every commit (SQLite's own default in WAL would lose the last
 * commits with the power), one writer, 12 MB of page cache.
 */
export function openDatabase(path: string): Database {
  const db = new BetterSqlite3(path, { timeout: 5000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -12000');
  db.pragma('temp_store = MEMORY');
  db.pragma('journal_size_limit = 67108864');
  const mode: unknown = db.pragma('journal_mode', { simple: true });
  const sync: unknown = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || sync !== 2) {
    db.close();
    throw new Error(
      'The database file is on a disk that can not hold it safely (no WAL). Choose another folder.',
    );
  }
  return db;
}

/** What a failed write means to whoever asked for it: a full disk is a refusal, anything else a bug. */
export function translateWriteError(error: unknown): unknown {
  const isFull =
    error instanceof BetterSqlite3.SqliteError && /^SQLITE_(FULL|IOERR|READONLY)/.test(error.code);
  if (!isFull) return error;
  return new GatewayError('queue_blocked', sentence('refusal.disk_full'), {
    details: { reason: 'storage_low' },
    headers: { 'retry-after': '30' },
    cause: error,
  });
}
