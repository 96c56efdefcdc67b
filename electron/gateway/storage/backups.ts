/** The copies of the database: made by the operator, once a day, before an update, and what a restore put aside. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BackupKind } from '../../shared/console/backups.ts';

export type { BackupKind };

export interface Backup {
  readonly path: string;
  readonly kind: BackupKind;
  /** When it was made, in milliseconds since 1970. */
  readonly madeAt: number;
  readonly bytes: number;
}

/** Where the copy is kept that is made before an update to this version of the tables. */
export const backupBefore = (path: string, version: number): string => `${path}.before-${version}`;

/** The folder of backups that name no other, in the data directory. */
export const backupFolderOf = (dataDir: string): string => join(dataDir, 'backups');

/** A name that sorts by its time, which is UTC. */
export function backupName(kind: 'asked' | 'daily', at: number): string {
  const time = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `relaydesk-${kind === 'daily' ? 'daily-' : ''}${time}.db`;
}

const NAMES = /^relaydesk-(daily-)?\d{8}T\d{6}Z\.db$/;

/** The backups in a folder, the newest first; none where it can not be read. */
export function backupsIn(folder: string): readonly Backup[] {
  return found(folder, (name) => {
    const match = NAMES.exec(name);
    if (match === null) return null;
    return match[1] === undefined ? 'asked' : 'daily';
  });
}

/** The newest whole copy of a database that lies beside it or in its folder of backups, or null. */
export function newestBackup(path: string): Backup | null {
  const prefix = `${basename(path)}.before-`;
  const beside = found(dirname(path), (name) =>
    name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? 'update' : null,
  );
  const all = [...backupsIn(backupFolderOf(dirname(path))), ...beside];
  return all.toSorted((a, b) => b.madeAt - a.madeAt)[0] ?? null;
}

function found(folder: string, kindOf: (name: string) => BackupKind | null): readonly Backup[] {
  const backups = namesIn(folder).flatMap((name): readonly Backup[] => {
    const kind = kindOf(name);
    const path = join(folder, name);
    const file = kind === null ? undefined : statSync(path, { throwIfNoEntry: false });
    if (kind === null || file === undefined) return [];
    return [{ path, kind, madeAt: file.mtimeMs, bytes: file.size }];
  });
  return backups.toSorted((a, b) => b.madeAt - a.madeAt || b.path.localeCompare(a.path));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    // Then nobody could be told to restore it either.
    return [];
  }
}
