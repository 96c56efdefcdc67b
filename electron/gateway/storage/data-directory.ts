import { mkdirSync, statSync, type Stats } from 'node:fs';

/** The folder can not hold texts and keys safely; the message is a sentence that says what to do. */
export class UnsafeDirectoryError extends Error {
  constructor(why: string) {
    super(`${why} Choose a folder of your own with --data-dir.`);
    this.name = 'UnsafeDirectoryError';
  }
}

const WRITABLE_BY_ALL = 0o002;

/**
 * Makes the data directory, and what is missing above it, for this user alone (0700). One that is there already is
 * left as it is: it may be anything, such as `/tmp`. It is refused when it is another user's, or when anybody may
 * write to it and so plant or replace files.
 */
export function prepareDataDirectory(dataDir: string, ownUid = process.getuid?.()): void {
  const found = statSync(dataDir, { throwIfNoEntry: false });
  if (found === undefined) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return;
  }
  const why = whyUnsafe(found, ownUid);
  if (why !== null) throw new UnsafeDirectoryError(why);
}

/** On Windows (`ownUid` undefined) folders have no such owner and mode. */
function whyUnsafe(found: Stats, ownUid: number | undefined): string | null {
  if (!found.isDirectory()) return 'It is a file, not a folder.';
  if (ownUid === undefined) return null;
  if (found.uid !== ownUid) return `It belongs to another user of this computer (number ${found.uid}).`;
  if ((found.mode & WRITABLE_BY_ALL) !== 0) return 'Every user of this computer may write to it.';
  return null;
}
