/** Whether a file is a backup that can be restored: ours, whole, of a version that is known, with all that it had. */
import { closeSync, openSync, readSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import { rowsOf, tablesOf } from './backup-copy.ts';
import { isDamage } from './database.ts';
import { NEWEST_VERSION } from './migrations.ts';

const MAGIC = 'SQLite format 3\0';
/** Tables that every version has. */
const OURS = ['workspace', 'messages', 'attempts', 'devices'];

/**
 * Opens a copy that may be written to, and checks all of it; `file` is its name for the operator. Throws
 * `GatewayStartError`, and then it is closed.
 */
export function checkBackup(copy: string, file: string): BetterSqlite3.Database {
  if (!isDatabase(copy)) throw refused(sentence('restore.foreign', { file }));
  const db = open(copy, file);
  try {
    refuseOthers(db, file);
    const found = String(db.pragma('integrity_check(1)', { simple: true }));
    if (found !== 'ok') throw refused(sentence('restore.damaged', { file, why: found }));
    refuseIncomplete(db, file);
    db.pragma('synchronous = FULL');
    return db;
  } catch (error) {
    db.close();
    if (!isDamage(error)) throw error;
    throw refused(sentence('restore.damaged', { file, why: textOf(error) }), error);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const refused = (spoken: Sentence, cause?: unknown): GatewayStartError =>
  new GatewayStartError(spoken, cause);

function isDatabase(path: string): boolean {
  const start = Buffer.alloc(MAGIC.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  return start.toString('latin1') === MAGIC;
}

function open(copy: string, file: string): BetterSqlite3.Database {
  try {
    return new BetterSqlite3(copy);
  } catch (error) {
    throw refused(sentence('restore.damaged', { file, why: textOf(error) }), error);
  }
}

function refuseOthers(db: BetterSqlite3.Database, file: string): void {
  const tables = tablesOf(db);
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version < 1 || !OURS.every((name) => tables.includes(name)))
    throw refused(sentence('restore.foreign', { file }));
  if (version > NEWEST_VERSION) throw refused(sentence('restore.newer', { file }));
}

/** Compares what is there with what the backup wrote of itself; a copy made by hand says nothing. */
function refuseIncomplete(db: BetterSqlite3.Database, file: string): void {
  const isThere = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'backup_manifest'").get();
  if (isThere === undefined) return;
  const tables = tablesOf(db);
  const told = db.prepare<[], { name: string; rows: number }>('SELECT name, rows FROM backup_manifest');
  for (const { name, rows } of told.all())
    if (!tables.includes(name) || rowsOf(db, name) !== rows)
      throw refused(sentence('restore.incomplete', { file, table: name }));
  db.exec('DROP TABLE backup_manifest');
}
