import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { chooseDataDir, DATABASE_FILE } from '../../shared/data-place.ts';

/** The folder of the package.json that this program belongs to; null when there is none above it. */
function findProgramDir(): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

/** Where the gateway of this user keeps its data unless told. */
export function defaultDataDir(): string {
  return chooseDataDir({
    platform: process.platform,
    env: process.env,
    home: homedir(),
    programDir: findProgramDir(),
    holdsData: (directory) => existsSync(join(directory, DATABASE_FILE)),
  });
}
