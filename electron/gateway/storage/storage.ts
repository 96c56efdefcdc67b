import { chmodSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, type Database } from './database.ts';
import { lockDirectory } from './directory-lock.ts';
import { createWriter, type Writer } from './group-commit.ts';
import { migrate } from './migrations.ts';

const LOW_SPACE_BYTES = 100 * 1024 * 1024;

export interface Storage {
  readonly db: Database;
  readonly writer: Writer;
  /** Whether the disk has so little room left that nothing new should be accepted. */
  isLow(): boolean;
  close(): void;
}

/** Opens the data directory: made for this user alone, held by this process alone, brought to this version. */
export function openStorage(dataDir: string): Storage {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(dataDir, 0o700);
  const lock = lockDirectory(dataDir, join(dataDir, 'gateway.lock'));
  try {
    const path = join(dataDir, 'relaydesk.db');
    const db = openDatabase(path);
    migrate(db, path);
    const writer = createWriter(db);
    return {
      db,
      writer,
      isLow: () => {
        const disk = statfsSync(dataDir);
        return disk.bavail * disk.bsize < LOW_SPACE_BYTES;
      },
      close: () => {
        writer.stop();
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
