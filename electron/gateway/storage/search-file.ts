import BetterSqlite3 from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { isDamage, type Database } from './database.ts';
import { ensurePrivateFile } from './private-file.ts';

/** Raised when the tables below change: an older file is made anew. */
const VERSION = 1;

/**
 * What is searched, trigram by trigram, and no text: rows are found, not read here. `owners` numbers clients and modes,
 * `fed` is the last message that is in it, with its id.
 */
const TABLES = `
CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
CREATE TABLE owners (id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, mode TEXT NOT NULL, UNIQUE (client_id, mode)) STRICT;
CREATE TABLE fed (seq INTEGER NOT NULL, request_id TEXT NOT NULL) STRICT;
`;

/**
 * Opens the file of the search, or makes it. It holds nothing of its own: one that is damaged or of another version is
 * thrown away, and filled again from the messages. A power cut may take its last commits, never its order.
 */
export function openSearchFile(path: string): Database {
  try {
    return open(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  dropSearchFile(path);
  return open(path);
}

export function dropSearchFile(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

function open(path: string): Database {
  ensurePrivateFile(path);
  const db = new BetterSqlite3(path, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('journal_size_limit = 16777216');
    db.pragma('cache_size = -8000');
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version !== VERSION) makeTables(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function makeTables(db: Database, path: string): void {
  if (Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()) > 0) {
    throw new BetterSqlite3.SqliteError(`${path} is of another version`, 'SQLITE_CORRUPT');
  }
  db.transaction(() => {
    db.exec(TABLES);
    db.pragma(`user_version = ${VERSION}`);
  })();
}
