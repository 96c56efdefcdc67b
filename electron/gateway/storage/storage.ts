import { statfsSync, type StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { openDatabase, stopWaiting, type Database } from './database.ts';
import { createDiskRoom } from './disk-room.ts';
import { lockDirectory } from './directory-lock.ts';
import { createWriter, type Writer } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { ensurePrivateFile } from './private-file.ts';

const LOW_SPACE_BYTES = 100 * 1024 * 1024;

const isLow = (disk: StatsFs): boolean => disk.bavail * disk.bsize < LOW_SPACE_BYTES;

export interface Storage {
  readonly db: Database;
  readonly writer: Writer;
  /** Whether the disk has so little room left that nothing new should be accepted; never waits for the disk. */
  isLow(): boolean;
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
    // SQLite gives its log beside it the same rights.
    ensurePrivateFile(path);
    const db = openDatabase(path);
    migrate(db, path);
    stopWaiting(db);
    const writer = createWriter(db, log);
    const room = createDiskRoom({
      isLowAtStart: isLow(statfsSync(dataDir)),
      look: async () => isLow(await statfs(dataDir)),
      monotonic: () => performance.now(),
      log,
    });
    return {
      db,
      writer,
      isLow: () => room.isLow(),
      close: () => {
        writer.stop();
        db.close();
        lock.release();
      },
      abandon: () => {
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
