import { existsSync, renameSync, rmSync } from 'node:fs';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { backupBefore } from './backups.ts';
import type { Database } from './database.ts';
import { ensurePrivateFile } from './private-file.ts';
import { MIGRATION_0001 } from './migrations/0001-first.ts';
import { MIGRATION_0002 } from './migrations/0002-inbox.ts';
import { MIGRATION_0003 } from './migrations/0003-lanes.ts';
import { MIGRATION_0004 } from './migrations/0004-open-attempts.ts';
import { MIGRATION_0005 } from './migrations/0005-million.ts';
import { MIGRATION_0006 } from './migrations/0006-reconcile.ts';
import { MIGRATION_0007 } from './migrations/0007-sim-sending.ts';
import { MIGRATION_0008 } from './migrations/0008-retention.ts';
import { MIGRATION_0009 } from './migrations/0009-batches.ts';

const MIGRATIONS: readonly string[] = [
  MIGRATION_0001,
  MIGRATION_0002,
  MIGRATION_0003,
  MIGRATION_0004,
  MIGRATION_0005,
  MIGRATION_0006,
  MIGRATION_0007,
  MIGRATION_0008,
  MIGRATION_0009,
];

/** The version of the tables that this RelayDesk makes, as in `user_version`. */
export const NEWEST_VERSION = MIGRATIONS.length;

/**
 * Brings the tables to this version, forward only, each step in a transaction of its own, after a copy of the
 * file when it holds anything. A file of a newer version is refused.
 */
export function migrate(db: Database, path: string): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > MIGRATIONS.length) {
    throw new GatewayStartError(sentence('start.newer_data'));
  }
  if (current === MIGRATIONS.length) return;
  if (current > 0) backUp(db, backupBefore(path, MIGRATIONS.length));
  goThrough(db, current);
}

/** The same for a file that is a copy itself. */
export function migrateCopy(db: Database): void {
  goThrough(db, Number(db.pragma('user_version', { simple: true })));
}

function goThrough(db: Database, current: number): void {
  for (let version = current; version < MIGRATIONS.length; version += 1) {
    const sql = MIGRATIONS[version] ?? '';
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}

/** A copy for this user alone, whole or not at all. */
function backUp(db: Database, target: string): void {
  if (existsSync(target)) return;
  const temporary = `${target}.new`;
  rmSync(temporary, { force: true });
  ensurePrivateFile(temporary);
  db.prepare('VACUUM INTO ?').run(temporary);
  renameSync(temporary, target);
}
