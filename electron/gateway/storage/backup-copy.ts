/** Makes one backup: a copy of the database in one file, checked, and whole under its name or not there at all. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { passFaultPoint } from '../foundation/fault-points.ts';
import { createDatabaseFacts } from './database-facts.ts';
import { ensurePrivateFile } from './private-file.ts';

export interface CopyOrder {
  readonly source: string;
  readonly target: string;
  /** Milliseconds since 1970: everything until then is in the copy. */
  readonly now: number;
}

export interface CopyFacts {
  readonly bytes: number;
  readonly messages: number;
}

/** The copy is not what it should be: the database that it was made of is damaged. */
export class UnsoundCopyError extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UnsoundCopyError';
  }
}

/** What a backup holds, by table: read back where it is restored, so that rows that got lost on the way show. */
const MANIFEST = `
CREATE TABLE backup_manifest (name TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;
const OTP = 0;

/** Tables of the gateway's own, by name. */
export function tablesOf(db: BetterSqlite3.Database): readonly string[] {
  return db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name <> 'backup_manifest' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`,
    )
    .pluck()
    .all();
}

/** How many rows a table has. */
export function rowsOf(db: BetterSqlite3.Database, table: string): number {
  return db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
}

/**
 * Copies while others write: what is in it is the database of one moment. Only what is used is copied, so nothing that
 * was deleted is in it; texts of one-time passwords are not either. Takes as long as it takes: for a thread of its own, or
 * where no gateway runs. Throws errors of SQLite and of files, and `UnsoundCopyError`; then there is no file.
 */
export function copyDatabase({ source, target, now }: CopyOrder): CopyFacts {
  const temporary = `${target}.new`;
  removeDatabase(temporary);
  ensurePrivateFile(temporary);
  try {
    const db = new BetterSqlite3(source, { fileMustExist: true, timeout: 5_000 });
    try {
      db.prepare('VACUUM INTO ?').run(temporary);
    } finally {
      db.close();
    }
    passFaultPoint('backup.copied');
    const messages = describe(temporary, now);
    syncFile(temporary);
    passFaultPoint('backup.verified');
    renameSync(temporary, target);
    syncFile(dirname(target));
    return { bytes: statSync(target).size, messages };
  } catch (error) {
    removeDatabase(temporary);
    throw error;
  }
}

/** Writes into a copy what it is, and reads all of it once. Returns how many messages it has. */
function describe(path: string, now: number): number {
  const db = new BetterSqlite3(path);
  try {
    db.pragma('journal_mode = DELETE');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.prepare("UPDATE messages SET body = '' WHERE priority = ? AND body <> ''").run(OTP);
    createDatabaseFacts(db).set('backed_up_at', now);
    db.exec(MANIFEST);
    const add = db.prepare('INSERT INTO backup_manifest (name, rows) VALUES (?, ?)');
    for (const table of tablesOf(db)) add.run(table, rowsOf(db, table));
    const found = String(db.pragma('quick_check(1)', { simple: true }));
    if (found !== 'ok') throw new UnsoundCopyError(found);
    return rowsOf(db, 'messages');
  } finally {
    db.close();
  }
}

/** Removes a database file and what SQLite may have left beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

/** Puts a file, or the names in a folder, on the disk. Windows has no such call for folders, and needs none. */
export function syncFile(path: string): void {
  if (!existsSync(path) || (process.platform === 'win32' && statSync(path).isDirectory())) return;
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
