import { statfsSync, statSync, type StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DATABASE_FILE } from '../../shared/data-place.ts';
import { GatewayStartError } from '../../shared/start-error.ts';
import type { StorageTrouble } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import { logged } from '../foundation/faults.ts';
import { SIGN_IN_LINK_FILE } from '../foundation/sign-in-link-path.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { every } from '../foundation/timers.ts';
import { newestBackup } from './backups.ts';
import { createDamageWatch, type DamageListener } from './damage-watch.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { openDatabase, stopWaiting, translateReadError, type Database } from './database.ts';
import { createDiskRoom } from './disk-room.ts';
import { lockDirectory } from './directory-lock.ts';
import { watchFiles } from './file-identity.ts';
import { createWriter, type Writer } from './group-commit.ts';
import { recordRepair } from './last-repair.ts';
import { isLogSound } from './log-check.ts';
import { mendDatabase } from './mend-database.ts';
import { mendInBackground } from './mend-in-background.ts';
import { migrate } from './migrations.ts';
import { ensurePrivateFile } from './private-file.ts';
import { finishRestore } from './restore.ts';
import { watchStatements } from './watched-statements.ts';

const LOOK_MS = 60_000;
const LOW_SPACE_BYTES = 100 * 1024 * 1024;
/** A database up to here is checked before anything is accepted, in 50 ms; a larger one beside the gateway. */
const CHECKED_AT_START_BYTES = 8 * 1024 * 1024;

const isLow = (disk: StatsFs): boolean => disk.bavail * disk.bsize < LOW_SPACE_BYTES;

export interface Storage {
  readonly db: Database;
  readonly writer: Writer;
  /** The database file. */
  readonly path: string;
  /** The file of the search beside it, which holds nothing of its own. */
  readonly searchPath: string;
  /** Hears of an error of a read that did not go through `db`: it may be damage. */
  readonly noticeError: (error: unknown) => void;
  /**
   * Why nothing new should be accepted, the most serious first: the database file is gone or damaged, or the disk has
   * too little room. Never waits for the disk.
   */
  readonly trouble: () => StorageTrouble | null;
  /** The file that is damaged, and the newest copy beside it; null while none is known to be. */
  readonly damage: () => { readonly path: string; readonly backup: string | null } | null;
  /** What an error of a read means to whoever asked; what is no error of the database stays as it is. */
  readonly translateError: (error: unknown) => unknown;
  /** From now on damage is looked for beside the gateway, and told. Stop it before `close`. */
  watchDamage(listener: DamageListener): { stop(): Promise<void> };
  close(): void;
  /** Closes at once: what waits is not committed and nobody is told. For a process that ends for a fault. */
  abandon(): void;
}

interface StorageOptions {
  /** Checks the file before it is used, however large it is: a read of it failed. */
  readonly mustCheck?: boolean;
}

/** Opens the data directory: this user's alone, held by this process alone, brought to this version. */
export function openStorage(
  dataDir: string,
  log: Logger = silentLogger,
  options: StorageOptions = {},
): Storage {
  prepareDataDirectory(dataDir);
  const lockPath = join(dataDir, 'gateway.lock');
  ensurePrivateFile(lockPath);
  const lock = lockDirectory(dataDir, lockPath);
  let opened: Database | null = null;
  try {
    const path = join(dataDir, DATABASE_FILE);
    finishRestore(path);
    refuseEmptied(dataDir, path);
    refuseDamagedLog(`${path}-wal`);
    // SQLite gives its log beside it the same rights.
    ensurePrivateFile(path);
    const { size } = statSync(path);
    const db = openDatabase(path);
    opened = db;
    const damage = createDamageWatch({
      path,
      log,
      mend: () => mendInBackground(path),
      record: (why) => {
        recordRepair(dataDir, Date.now(), why);
      },
    });
    const isChecked = size <= CHECKED_AT_START_BYTES || options.mustCheck === true;
    if (isChecked && size > 0) damage.learn(mendDatabase(path));
    migrate(db, path);
    stopWaiting(db);
    watchStatements(db, damage.notice);
    const files = watchFiles([path, `${path}-wal`], log);
    const writer = createWriter(db, log, { beforeCommit: files.check });
    const room = createDiskRoom({
      isLowAtStart: isLow(statfsSync(dataDir)),
      look: async () => (await files.look()) && isLow(await statfs(dataDir)),
      monotonic: () => performance.now(),
      log,
    });
    // Where nobody asks, such as at night, what is lost is still told to the log within a minute.
    const watch = every(
      LOOK_MS,
      () => room.isLow(),
      logged(log, 'the data directory could not be looked at'),
    );
    return {
      db,
      writer,
      path,
      searchPath: join(dataDir, 'search.db'),
      noticeError: damage.notice,
      trouble: () => {
        // Asked first: it is what looks at the files too.
        const isRoomLow = room.isLow();
        if (files.areLost()) return 'storage_lost';
        if (damage.isDamaged()) return 'storage_damaged';
        return isRoomLow ? 'storage_low' : null;
      },
      damage: () => (damage.isDamaged() ? { path, backup: newestBackup(path)?.path ?? null } : null),
      translateError: (error) => translateReadError(error, path),
      watchDamage: (listener) => {
        damage.start(listener, !isChecked);
        return { stop: damage.stop };
      },
      close: () => {
        watch.stop();
        writer.stop();
        db.close();
        lock.release();
      },
      abandon: () => {
        watch.stop();
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    opened?.close();
    lock.release();
    throw error;
  }
}

function refuseDamagedLog(path: string): void {
  if (!isLogSound(path)) throw new GatewayStartError(sentence('start.log_damaged', { path }));
}

/** What a start makes after the database: where one of these is, an empty database is not a first start. */
const MADE_LATER = [`${DATABASE_FILE}-wal`, 'relay-key.json', SIGN_IN_LINK_FILE];

function refuseEmptied(dataDir: string, path: string): void {
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeOf(path) > 0) return;
  const witness = MADE_LATER.map((name) => join(dataDir, name)).find((file) => sizeOf(file) > 0);
  if (witness !== undefined) throw new GatewayStartError(sentence('start.database_empty', { path, witness }));
}
