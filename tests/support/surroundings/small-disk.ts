/** A disk of its own that a test can fill, and make read-only; only root may mount one. */
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface SmallDisk {
  /** Where a data directory can be made on it. */
  readonly dataDir: string;
  /** Leaves so many bytes. */
  readonly fill: (left: number) => void;
  readonly empty: () => void;
  readonly setReadOnly: (isReadOnly: boolean) => void;
  readonly remove: () => Promise<void>;
}

export const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory]);
  const ballast = path.join(directory, 'ballast');
  return {
    dataDir: path.join(directory, 'data'),
    fill: (left) => {
      rmSync(ballast, { force: true });
      const { bavail, bsize } = statfsSync(directory);
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
      } catch (error) {
        // The gateway was faster: then it is full, which is what was wanted.
        if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOSPC') throw error;
      }
    },
    empty: () => {
      rmSync(ballast, { force: true });
    },
    setReadOnly: (isReadOnly) => {
      execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'},size=${megabytes}m`, directory]);
    },
    remove: async () => {
      execFileSync('umount', ['-l', directory]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
