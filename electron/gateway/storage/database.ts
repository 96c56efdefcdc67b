import BetterSqlite3 from 'better-sqlite3';
import { GatewayError } from '../../shared/gateway-error.ts';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import { newestBackup } from './backups.ts';
import { StorageLostError } from './file-identity.ts';

export type Database = BetterSqlite3.Database;

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
  // What is erased is overwritten, where that costs no page more.
  db.pragma('secure_delete = FAST');
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

/**
 * Opens the database of a running gateway beside it, for reading alone. Each statement sees what was committed before
 * it, and none holds up a write or the shortening of the log for longer than it runs.
 */
export function openReader(path: string): Database {
  const db = new BetterSqlite3(path, { readonly: true, timeout: OPEN_PATIENCE_MS });
  db.pragma('cache_size = -8000');
  db.pragma('temp_store = MEMORY');
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

/** Pages of the file are not what SQLite wrote, are missing, or can not be read from the disk. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(codeOf(error));
}

/** That a database is damaged, with the backup that lies beside it where there is one. */
export function damageSentence(path: string): Sentence {
  const backup = newestBackup(path);
  if (backup === null) return sentence('refusal.database_damaged', { path });
  return sentence('refusal.database_damaged_with_backup', { path, backup: backup.path });
}

const refused = (spoken: Sentence, reason: string, retryAfter: string, cause: unknown): GatewayError =>
  new GatewayError('queue_blocked', spoken, {
    details: { reason },
    headers: { 'retry-after': retryAfter },
    cause,
  });

/**
 * What a failed write means to whoever asked for it: a disk that takes nothing, a file that is damaged or gone and
 * a database that another program holds are refusals, anything else a bug.
 */
export function translateWriteError(error: unknown, path: string): unknown {
  const read = translateReadError(error, path);
  if (read !== error) return read;
  if (error instanceof StorageLostError) {
    return refused(sentence('refusal.database_lost'), 'storage_lost', '30', error);
  }
  if (!/^SQLITE_(FULL|IOERR|READONLY)/.test(codeOf(error))) return error;
  return refused(sentence('refusal.disk_full'), 'storage_low', '30', error);
}

/** The same for a read: a file that is damaged, or that another program holds for itself. */
export function translateReadError(error: unknown, path: string): unknown {
  if (isDamage(error)) return refused(damageSentence(path), 'storage_damaged', '30', error);
  if (isBusy(error)) return refused(sentence('refusal.database_locked'), 'storage_busy', '1', error);
  return error;
}
