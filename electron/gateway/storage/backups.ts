/** The copies of the database that lie beside it. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where the copy is kept that is made before an update to this version of the tables. */
export const backupBefore = (path: string, version: number): string => `${path}.before-${version}`;

export interface Backup {
  readonly path: string;
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number;
}

/** The newest whole copy of a database, or null; also where the folder can not be read. */
export function newestBackup(path: string): Backup | null {
  const prefix = `${basename(path)}.before-`;
  const directory = dirname(path);
  let newest: Backup | null = null;
  for (const name of namesIn(directory)) {
    if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length))) continue;
    const file = join(directory, name);
    const madeAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (madeAt !== undefined && (newest === null || madeAt >= newest.madeAt)) newest = { path: file, madeAt };
  }
  return newest;
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    // Then nobody could be told to restore it either.
    return [];
  }
}
