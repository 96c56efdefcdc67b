/** Makes backups while the gateway runs: when the operator asks, and once a day by itself. One at a time. */
import { accessSync, constants, mkdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { Clock } from '../foundation/clock.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import type { CopyFacts } from './backup-copy.ts';
import { BackupFailedError, copyInBackground, type BackgroundCopy } from './backup-in-background.ts';
import type { Database } from './database.ts';
import { backupName, backupsIn, type Backup, type BackupKind } from './backups.ts';

export interface BackupServiceDeps {
  /** The database file. */
  readonly path: string;
  /** Where backups go that name no file. */
  readonly folder: () => string;
  readonly isDaily: () => boolean;
  /** How many of the daily ones stay. */
  readonly kept: () => number;
  readonly db: Database;
  /** After one was made: for the record of who did what. */
  readonly made: (backup: BackupMade) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface BackupMade extends CopyFacts {
  readonly file: string;
  readonly kind: BackupKind;
  /** Everything until then is in it. */
  readonly at: number;
}

export interface BackupService {
  /**
   * Resolves when the file is whole, checked and on the disk. Null: a file in the folder of backups. Rejects with
   * `conflict` (one is being made, the file is there), `invalid_request` (no such folder) or `queue_blocked` (no room, a
   * damaged database).
   */
  readonly backUp: (file: string | null) => Promise<BackupMade>;
  /** Those in the folder, the newest first. */
  readonly list: () => readonly Backup[];
  readonly folder: () => string;
  start(): void;
  /** Ends one that is being made. Resolves when nothing of it is running. Safe twice and before start. */
  stop(): Promise<void>;
}

const LOOK_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** What stays free for the gateway itself. */
const SPARE_BYTES = 200 * 1024 * 1024;

const refused = (code: 'conflict' | 'invalid_request', spoken: ReturnType<typeof sentence>): GatewayError =>
  new GatewayError(code, spoken);

export function createBackupService(deps: BackupServiceDeps): BackupService {
  const { clock, log } = deps;
  const hasContent = deps.db
    .prepare<[], number>(
      'SELECT (SELECT max(seq) FROM messages) IS NOT NULL OR EXISTS (SELECT 1 FROM devices)',
    )
    .pluck();
  let running: BackgroundCopy | null = null;
  let isStopped = false;
  let timer: Timer | null = null;
  let triedAt: number | null = null;

  /** Throws where it can be told beforehand that the file could not be made. */
  function prepareFolder(file: string): void {
    const folder = dirname(file);
    if (!isAbsolute(file)) throw refused('invalid_request', sentence('backup.not_absolute', { file }));
    if (folder === deps.folder()) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true)
      throw refused('invalid_request', sentence('backup.folder_missing', { folder }));
    if (statSync(file, { throwIfNoEntry: false }) !== undefined)
      throw refused('conflict', sentence('backup.file_exists', { file }));
    try {
      accessSync(folder, constants.W_OK);
    } catch {
      // Whatever keeps us from writing there: another folder is the way out.
      throw refused('invalid_request', sentence('backup.folder_closed', { folder }));
    }
    refuseWithoutRoom(folder);
  }

  function refuseWithoutRoom(folder: string): void {
    const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const needed = sizeOf(deps.path) + sizeOf(`${deps.path}-wal`) + SPARE_BYTES;
    const disk = statfsSync(folder);
    const free = disk.bavail * disk.bsize;
    if (free < needed) throw withoutRoom(folder);
  }

  async function make(file: string, kind: BackupKind): Promise<BackupMade> {
    if (running !== null || isStopped) throw refused('conflict', sentence('backup.running'));
    prepareFolder(file);
    const at = clock.now();
    const copy = copyInBackground({ source: deps.path, target: file, now: at });
    running = copy;
    try {
      const made = { ...(await copy.made), file, kind, at };
      log.info({ file, messages: made.messages }, 'a backup was made');
      await deps.made(made);
      return made;
    } catch (error) {
      throw translate(error, dirname(file));
    } finally {
      running = null;
    }
  }

  function pruneDaily(): void {
    const daily = backupsIn(deps.folder()).filter(({ kind }) => kind === 'daily');
    for (const { path } of daily.slice(Math.max(1, deps.kept()))) rmSync(path, { force: true });
  }

  /** One that failed is tried again in an hour, not at each look. */
  async function makeIfDue(): Promise<void> {
    if (!deps.isDaily() || running !== null || hasContent.get() !== 1) return;
    const now = clock.monotonic();
    if (triedAt !== null && now - triedAt < 6 * LOOK_MS) return;
    const [newest] = backupsIn(deps.folder());
    if (newest !== undefined && Math.abs(clock.now() - newest.madeAt) < DAY_MS) return;
    triedAt = now;
    await make(join(deps.folder(), backupName('daily', clock.now())), 'daily');
    pruneDaily();
  }

  return {
    backUp: (file) => make(file ?? join(deps.folder(), backupName('asked', clock.now())), 'asked'),
    list: () => backupsIn(deps.folder()),
    folder: deps.folder,
    start: () => {
      timer ??= every(LOOK_MS, makeIfDue, logged(log, 'the daily backup could not be made'));
    },
    stop: async () => {
      isStopped = true;
      timer?.stop();
      timer = null;
      const copy = running;
      await copy?.stop();
      // Who asked for it is told.
      await copy?.made.catch(() => undefined);
    },
  };
}

const withoutRoom = (folder: string, cause?: unknown): GatewayError =>
  new GatewayError('queue_blocked', sentence('backup.no_room', { folder }), {
    details: { reason: 'storage_low' },
    headers: { 'retry-after': '30' },
    cause,
  });

/** What keeps a backup from being made is the disk or the database; anything else is a bug. */
function translate(error: unknown, folder: string): unknown {
  if (!(error instanceof BackupFailedError)) return error;
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(error.code)) return withoutRoom(folder, error);
  return new GatewayError('queue_blocked', sentence('backup.failed', { why: error.message }), {
    details: { reason: 'backup_failed' },
    headers: { 'retry-after': '30' },
    cause: error,
  });
}
