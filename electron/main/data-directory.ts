import { mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Creates the data directory for its owner alone (0700) and answers its absolute path. One that is there already is
 * left as it is; the gateway refuses one that is not safe.
 */
export function prepareDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  return absolute;
}
