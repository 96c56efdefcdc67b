import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chooseDataDir, DATABASE_FILE } from '../shared/data-place.ts';

/** Where the gateway of this user keeps its data unless told. */
export function defaultDataDirectory(programDir: string): string {
  return chooseDataDir({
    platform: process.platform,
    env: process.env,
    home: os.homedir(),
    programDir,
    holdsData: (directory) => existsSync(path.join(directory, DATABASE_FILE)),
  });
}

/**
 * Creates the data directory for its owner alone (0700) and answers its absolute path. One that is there already is
 * left as it is; the gateway refuses one that is not safe.
 */
export function prepareDataDirectory(directory: string): string {
  const absolute = path.resolve(directory);
  mkdirSync(absolute, { recursive: true, mode: 0o700 });
  return absolute;
}
