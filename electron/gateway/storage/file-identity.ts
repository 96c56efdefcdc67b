import { statSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Logger } from '../foundation/logger.ts';

/** A file of the database was deleted or replaced while it was open: what is committed now would be gone at the end. */
export class StorageLostError extends Error {
  constructor(path: string) {
    super(`${path} was deleted or replaced`);
    this.name = 'StorageLostError';
  }
}

/** Whether open files are still the ones that their paths name. They may come back: a folder that was moved away. */
interface FileWatch {
  /** Looks now, which takes microseconds beside the sync of a commit; throws `StorageLostError`. */
  readonly check: () => void;
  /** Looks in the background; resolves with whether all are there. */
  readonly look: () => Promise<boolean>;
  /** The last answer. */
  readonly areLost: () => boolean;
}

/** Watches the files that are there now; one that is not there yet is left out. */
export function watchFiles(paths: readonly string[], log: Logger): FileWatch {
  const files = paths.flatMap((path) => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? [] : [{ path, found }];
  });
  let lost: string | null = null;

  function learn(path: string | null): void {
    if (path !== null && lost === null) {
      log.error({ file: path }, 'the database file was deleted or replaced; nothing new is taken');
    }
    lost = path;
  }

  return {
    check: () => {
      const gone = files.find(({ path, found }) => {
        const now = statSync(path, { bigint: true, throwIfNoEntry: false });
        return !isSame(found, now);
      });
      learn(gone?.path ?? null);
      if (gone !== undefined) throw new StorageLostError(gone.path);
    },
    look: async () => {
      const now = await Promise.all(files.map(({ path }) => statOrNothing(path)));
      const gone = files.find(({ found }, index) => !isSame(found, now[index]));
      learn(gone?.path ?? null);
      return gone === undefined;
    },
    areLost: () => lost !== null,
  };
}

async function statOrNothing(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}

function isSame(found: BigIntStats, now: BigIntStats | undefined): boolean {
  return now !== undefined && now.ino === found.ino && now.dev === found.dev;
}
