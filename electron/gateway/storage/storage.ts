import { statfsSync, statSync, type StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { GatewayStartError } from '../../shared/start-error.ts';
import type { StorageTrouble } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import { logged } from '../foundation/faults.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { every } from '../foundation/timers.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { isDamage, openDatabase, stopWaiting, type Database } from './database.ts';
import { createDiskRoom } from './disk-room.ts';
import { lockDirectory } from './directory-lock.ts';
import { watchFiles } from './file-identity.ts';
import { createWriter, type Writer } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { ensurePrivateFile } from './private-file.ts';

const LOOK_MS = 60_000;
const LOW_SPACE_BYTES = 100 * 1024 * 1024;

const isLow = (disk: StatsFs): boolean => disk.bavail * disk.bsize < LOW_SPACE_BYTES;

export interface Storage {
  readonly db: Database;
  readonly writer: Writer;
  /**
   * Why nothing new should be accepted, the most serious first: the database file is gone or damaged, or the disk has
   * too little room. Never waits for the disk.
   */
  readonly trouble: () => StorageTrouble | null;
  close(): void;
  /** Closes at once: what waits is not committed and nobody is told. For a process that ends for a fault. */
  abandon(): void;
}

/** Opens the data directory: this user's alone, held by this process alone, brought to this version. */
export function openStorage(dataDir: string, log: Logger = silentLogger): Storage {
  prepareDataDirectory(dataDir);
  const lockPath = join(dataDir, 'gateway.lock');
  ensurePrivateFile(lockPath);
  const lock = lockDirectory(dataDir, lockPath);
  try {
    const path = join(dataDir, 'relaydesk.db');
    refuseEmptied(dataDir, path);
    // SQLite gives its log beside it the same rights.
    ensurePrivateFile(path);
    const db = openDatabase(path);
    migrate(db, path);
    stopWaiting(db);
    const files = watchFiles([path, `${path}-wal`], log);
    let isDamaged = false;
    const writer = createWriter(db, log, {
      beforeCommit: files.check,
      failed: (error) => {
        if (isDamaged || !isDamage(error)) return;
        isDamaged = true;
        log.error(
          { error: String(error), file: path },
          'the database file is damaged; restore it from a backup',
        );
      },
    });
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
      trouble: () => {
        // Asked first: it is what looks at the files too.
        const isRoomLow = room.isLow();
        if (files.areLost()) return 'storage_lost';
        if (isDamaged) return 'storage_damaged';
        return isRoomLow ? 'storage_low' : null;
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
    lock.release();
    throw error;
  }
}

/** What a start makes after the database: where one of these is, an empty database is not a first start. */
const MADE_LATER = ['relaydesk.db-wal', 'relay-key.json', 'sign-in-link'];

function refuseEmptied(dataDir: string, path: string): void {
  const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeOf(path) > 0) return;
  const witness = MADE_LATER.map((name) => join(dataDir, name)).find((file) => sizeOf(file) > 0);
  if (witness !== undefined) throw new GatewayStartError(sentence('start.database_empty', { path, witness }));
}
