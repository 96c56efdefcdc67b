/**
 * Puts a backup in the place of the database. Everything is prepared and checked under another name; one rename decides,
 * and from then on whoever opens the data directory finishes what was begun (`finishRestore`). So whenever it ends, the
 * database is the old one, whole, or the backup.
 */
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import { removeDatabase, syncFile } from './backup-copy.ts';
import { checkBackup } from './backup-check.ts';
import { askedSince, createDatabaseFacts } from './database-facts.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { DirectoryTakenError, lockDirectory } from './directory-lock.ts';
import { isLogSound } from './log-check.ts';
import { migrateCopy } from './migrations.ts';
import { ensurePrivateFile } from './private-file.ts';

export interface RestoreOrder {
  readonly dataDir: string;
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface Restored {
  /** Everything until then is in it; null where nothing in the file says so. */
  readonly backedUpAt: number | null;
  readonly messages: number;
  /** Paired phones that are asked before anything goes out. */
  readonly phones: number;
  /** Rises with each restore. */
  readonly generation: number;
  /** Where the database is that was here; null where there was none. */
  readonly aside: string | null;
}

const OTP = 0;

const DECIDED = /\.restoring-(\d+)$/;
const asideOf = (path: string, generation: number): string => `${path}.replaced-${generation}`;

/**
 * Throws `GatewayStartError` with the sentence for the operator; then nothing was changed. Any other error is of the disk,
 * in the middle of what the next start finishes.
 */
export function restoreBackup({ dataDir, file, now }: RestoreOrder): Restored {
  prepareDataDirectory(dataDir);
  const path = join(dataDir, 'relaydesk.db');
  const lock = takeLock(dataDir);
  const temporary = `${path}.restore-new`;
  let isDecided = false;
  try {
    finishRestore(path);
    removeDatabase(temporary);
    bringIn(file, temporary);
    passFaultPoint('restore.copied');
    const { generation, ...restored } = prepare(temporary, { path, file, now });
    passFaultPoint('restore.prepared');
    const aside = existsSync(path) ? asideOf(path, generation) : null;
    renameSync(temporary, `${path}.restoring-${generation}`);
    isDecided = true;
    syncFile(dataDir);
    finishRestore(path);
    passFaultPoint('restore.placed');
    return { ...restored, generation, aside };
  } catch (error) {
    if (isDecided) throw error;
    removeDatabase(temporary);
    throw error instanceof GatewayStartError ? error : new GatewayStartError(whyNot(error, dataDir), error);
  } finally {
    lock.release();
  }
}

/**
 * Finishes a restore that was decided and did not come to its end. To be called by who holds the data directory, before
 * the database is opened. Does nothing where there is none.
 */
export function finishRestore(path: string): void {
  const directory = dirname(path);
  const name = readdirSync(directory).find(
    (each) => each.startsWith(`${basename(path)}.restoring-`) && DECIDED.test(each),
  );
  if (name === undefined) return;
  passFaultPoint('restore.decided');
  const aside = asideOf(path, Number(DECIDED.exec(name)?.[1]));
  // The log belongs to the file beside it: SQLite would write it into whatever has the name.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  passFaultPoint('restore.log_aside');
  if (existsSync(path)) renameSync(path, aside);
  passFaultPoint('restore.old_aside');
  renameSync(join(directory, name), path);
  syncFile(directory);
}

function takeLock(dataDir: string): ReturnType<typeof lockDirectory> {
  const lockPath = join(dataDir, 'gateway.lock');
  ensurePrivateFile(lockPath);
  try {
    return lockDirectory(dataDir, lockPath);
  } catch (error) {
    if (!(error instanceof DirectoryTakenError)) throw error;
    throw new GatewayStartError(sentence('restore.gateway_running', { dataDir }), error);
  }
}

/** A copy for this user alone, with the log that may lie beside a database that was copied by hand. */
function bringIn(file: string, temporary: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true)
    throw new GatewayStartError(
      sentence('restore.not_found', { file, why: found === undefined ? 'ENOENT' : 'EISDIR' }),
    );
  ensurePrivateFile(temporary);
  copyFileSync(file, temporary);
  const log = `${file}-wal`;
  if (!existsSync(log)) return;
  if (!isLogSound(log))
    throw new GatewayStartError(sentence('restore.damaged', { file, why: basename(log) }));
  ensurePrivateFile(`${temporary}-wal`);
  copyFileSync(log, `${temporary}-wal`);
}

interface Surroundings {
  /** The database that is here now. */
  readonly path: string;
  /** The backup, as the operator named it. */
  readonly file: string;
  readonly now: number;
}

/** Checks the copy and makes it the database that is to be: of this version, of a new generation, its phones to be asked. */
function prepare(temporary: string, { path, file, now }: Surroundings): Omit<Restored, 'aside'> {
  const db = checkBackup(temporary, file);
  try {
    migrateCopy(db);
    const facts = createDatabaseFacts(db);
    const backedUpAt = facts.get('backed_up_at') ?? lastKnownAt(db);
    const generation = Math.max(facts.get('generation') ?? 0, newestGeneration(path)) + 1;
    const phones = db.transaction(() => {
      facts.set('generation', generation);
      facts.set('backed_up_at', null);
      facts.set('reconcile_started_at', now);
      voidCodes(db, now);
      return askPhones(db, askedSince(backedUpAt));
    })();
    const messages = db.prepare<[], number>('SELECT count(*) FROM messages').pluck().get() ?? 0;
    // In one file, so that one rename takes all of it.
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
    return { backedUpAt, messages, phones, generation };
  } finally {
    db.close();
    syncFile(temporary);
  }
}

function askPhones(db: BetterSqlite3.Database, since: number): number {
  db.exec('DELETE FROM reconcile_phones');
  return db
    .prepare(
      'INSERT INTO reconcile_phones (device_id, since) SELECT id, ? FROM devices WHERE removed_at IS NULL',
    )
    .run(since).changes;
}

/** A one-time password of before the restore is of no use to anybody: its time is over, unless it left already. */
function voidCodes(db: BetterSqlite3.Database, now: number): void {
  db.prepare(
    `UPDATE messages SET expires_at = min(expires_at, ?) WHERE priority = ? AND state IN ('scheduled','queued')`,
  ).run(now, OTP);
}

/** The last moment that a file surely knows of, where it does not say when it was made. */
function lastKnownAt(db: BetterSqlite3.Database): number | null {
  const times = db
    .prepare<[], number | null>(
      `SELECT max(at) FROM (
         SELECT at FROM (SELECT at FROM events ORDER BY seq DESC LIMIT 1)
         UNION ALL SELECT created_at FROM (SELECT created_at FROM messages ORDER BY seq DESC LIMIT 1)
         UNION ALL SELECT offered_at FROM (SELECT offered_at FROM attempts ORDER BY seq DESC LIMIT 1)
         UNION ALL SELECT max(last_seen_at) FROM devices)`,
    )
    .pluck();
  return times.get() ?? null;
}

/** The highest generation that this data directory has had, as far as its files tell. */
function newestGeneration(path: string): number {
  const prefix = `${basename(path)}.replaced-`;
  const aside = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number.parseInt(name.slice(prefix.length), 10))
    .filter(Number.isSafeInteger);
  return Math.max(0, generationIn(path), ...aside);
}

function generationIn(path: string): number {
  if (!existsSync(path)) return 0;
  let db: BetterSqlite3.Database | undefined;
  try {
    db = new BetterSqlite3(path, { readonly: true, timeout: 1_000 });
    return createDatabaseFacts(db).get('generation') ?? 0;
  } catch {
    // It is damaged, or older than generations: what was put aside before still counts.
    return 0;
  } finally {
    db?.close();
  }
}

function whyNot(error: unknown, dataDir: string): Sentence {
  const code = String(error instanceof Error ? Reflect.get(error, 'code') : '');
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return sentence('restore.no_room', { dataDir });
  return sentence('restore.failed', { why: error instanceof Error ? error.message : String(error) });
}
