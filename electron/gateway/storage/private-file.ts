import { closeSync, constants, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UnsafeDirectoryError } from './data-directory.ts';

/** Makes a new file that this user alone may read, and never follows a link: O_EXCL; O_NOFOLLOW where there is one. */
function openNew(path: string): number {
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
  return openSync(path, O_RDWR | O_CREAT | O_EXCL | noFollow, 0o600);
}

/**
 * Makes an empty private file where there is none, for a library that would make it with wider rights. What is there
 * already must be a file: a link, planted or not, is refused.
 */
export function ensurePrivateFile(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) closeSync(openNew(path));
  else if (!found.isFile()) throw new UnsafeDirectoryError(`${path} is a link or no file at all.`);
}

/** Writes a file that only this user may read, whole or not at all. What a crash left of an earlier try goes away. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const file = openNew(temporary);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
