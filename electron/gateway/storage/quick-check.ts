import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { isLogSound } from './log-check.ts';
import { realProblems } from './mend-database.ts';

/** What SQLite says of a database file. `why` are its own words; `in_log` needs a gateway's start to be read. */
export type DatabaseCondition =
  | { readonly kind: 'ok' | 'missing' | 'empty' | 'in_log' }
  | { readonly kind: 'damaged' | 'unreadable'; readonly why: string };

/** Room for the lines about pages that nobody uses, which are no damage. */
const QUICK_CHECK = 'PRAGMA quick_check(1000000)';

/**
 * Checks the file and changes nothing beside it, whether a gateway writes to it or not. An ordinary read-only
 * connection would make a log and its index; `immutable` makes none and is right where there is no log,
 * `readonly_shm` reads a log that a gateway writes or left in a crash. Both are read from a URI, which
 * better-sqlite3 knows when `SQLITE_USE_URI` was 1 as it was loaded. `isRunning`: a gateway writes to it now.
 */
export function quickCheck(path: string, isRunning: boolean): DatabaseCondition {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return { kind: 'missing' };
  if (file.size === 0) return { kind: 'empty' };
  if (!isRunning && !isLogSound(`${path}-wal`)) {
    return { kind: 'damaged', why: `its log ${path}-wal can not be read to the end` };
  }
  if (hasLog(path)) return checkWithLog(path);
  const found = check(path, 'immutable=1');
  // A gateway that started meanwhile changes the file under a reader that believes it to be still.
  return found.kind !== 'ok' && hasLog(path) ? checkWithLog(path) : found;
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
const hasLog = (path: string): boolean => isThere(`${path}-wal`);

function checkWithLog(path: string): DatabaseCondition {
  return isThere(`${path}-shm`) ? check(path, 'readonly_shm=1') : { kind: 'in_log' };
}

function check(path: string, how: string): DatabaseCondition {
  let db: BetterSqlite3.Database | undefined;
  try {
    db = new BetterSqlite3(`${pathToFileURL(path).href}?${how}`, { readonly: true, timeout: 2_000 });
    const why = realProblems(db.prepare<[], string>(QUICK_CHECK).pluck().all());
    return why === null ? { kind: 'ok' } : { kind: 'damaged', why };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const code = error instanceof BetterSqlite3.SqliteError ? error.code : '';
    return { kind: /^SQLITE_(CORRUPT|NOTADB)/.test(code) ? 'damaged' : 'unreadable', why };
  } finally {
    db?.close();
  }
}
