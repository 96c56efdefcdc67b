import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Creates the data directory for its owner alone (0700) and answers its absolute path. */
export function prepareDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  // It may have been there before, made by hand with wider rights.
  if (process.platform !== 'win32') chmodSync(absolute, 0o700);
  return absolute;
}
