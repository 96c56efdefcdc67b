import BetterSqlite3 from 'better-sqlite3';
import { GatewayError } from '../../shared/gateway-error.ts';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { StorageLostError } from './file-identity.ts';

export type Database = BetterSqlite3.Database;
export type Statement<P extends unknown[] = unknown[], R = unknown> = BetterSqlite3.Statement<P, R>;

/** Only while it is opened, before anything else runs in this process, may a lock of another program block it. */
const OPEN_PATIENCE_MS = 5_000;

/**
 * Opens the database file: WAL with a sync at every commit (SQLite's own default in WAL would lose the last
 * commits with the power), one writer, 12 MB of page cache. It waits for locks of other programs until
 * `stopWaiting`.
 */
export function openDatabase(path: string): Database {
  const db = new BetterSqlite3(path, { timeout: OPEN_PATIENCE_MS });
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
    throw new GatewayStartError(sentence('start.unsafe_disk'));
  }
  return db;
}

/** From here on a lock answers at once: waiting inside SQLite would stand the whole process still. */
export function stopWaiting(db: Database): void {
  db.pragma('busy_timeout = 0');
}

const codeOf = (error: unknown): string => (error instanceof BetterSqlite3.SqliteError ? error.code : '');

/** Another program holds the database; nothing was done, and it can be tried again. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/** Pages of the file are not what SQLite wrote. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));
}

/**
 * What a failed write means to whoever asked for it: a disk that takes nothing, a file that is damaged or gone and
 * a database that another program holds are refusals, anything else a bug.
 */
export function translateWriteError(error: unknown): unknown {
  if (isBusy(error)) {
    return new GatewayError('queue_blocked', sentence('refusal.database_locked'), {
      details: { reason: 'storage_busy' },
      headers: { 'retry-after': '1' },
      cause: error,
    });
  }
  if (error instanceof StorageLostError) {
    return new GatewayError('queue_blocked', sentence('refusal.database_lost'), {
      details: { reason: 'storage_lost' },
      headers: { 'retry-after': '30' },
      cause: error,
    });
  }
  if (isDamage(error)) {
    return new GatewayError('queue_blocked', sentence('refusal.database_damaged'), {
      details: { reason: 'storage_damaged' },
      headers: { 'retry-after': '30' },
      cause: error,
    });
  }
  if (!/^SQLITE_(FULL|IOERR|READONLY)/.test(codeOf(error))) return error;
  return new GatewayError('queue_blocked', sentence('refusal.disk_full'), {
    details: { reason: 'storage_low' },
    headers: { 'retry-after': '30' },
    cause: error,
  });
}
