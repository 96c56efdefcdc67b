/** Backups of a data directory that no gateway holds: for the command line. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { formatTime, formatTimeOrNull } from '../foundation/clock.ts';
import { copyDatabase } from '../storage/backup-copy.ts';
import { backupFolderOf, backupName } from '../storage/backups.ts';
import { openStorage } from '../storage/storage.ts';
import { restoreBackup } from '../storage/restore.ts';

export interface BackupAtRest {
  readonly file: string;
  readonly kind: 'asked';
  readonly made_at: string;
  readonly bytes: number;
  readonly messages: number;
}

/** Makes a backup; null: in the folder of backups. Throws `GatewayStartError` with the sentence for the operator. */
export function backUpAtRest(dataDir: string, file: string | null): BackupAtRest {
  const source = join(dataDir, 'relaydesk.db');
  if (!existsSync(source)) throw new GatewayStartError(sentence('cli.no_gateway', { dataDir }));
  const now = Date.now();
  const target = file ?? join(backupFolderOf(dataDir), backupName('asked', now));
  if (file === null) mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  if (statSync(dirname(target), { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new GatewayStartError(sentence('backup.folder_missing', { folder: dirname(target) }));
  if (existsSync(target)) throw new GatewayStartError(sentence('backup.file_exists', { file: target }));
  // Held meanwhile, and brought to this version.
  const storage = openStorage(dataDir);
  try {
    const made = copyDatabase({ source, target, now });
    return { file: target, kind: 'asked', made_at: formatTime(now), ...made };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new GatewayStartError(sentence('backup.failed', { why }), error);
  } finally {
    storage.close();
  }
}

export interface RestoredAtRest {
  /** Everything until then is in it. */
  readonly at: string | null;
  readonly messages: number;
  readonly phones: number;
  readonly generation: number;
  readonly aside: string | null;
}

/** Puts a backup in the place of the database. Throws `GatewayStartError` with the sentence for the operator. */
export function restoreAtRest(dataDir: string, file: string): RestoredAtRest {
  const { backedUpAt, ...restored } = restoreBackup({ dataDir, file, now: Date.now() });
  return { at: formatTimeOrNull(backedUpAt), ...restored };
}
