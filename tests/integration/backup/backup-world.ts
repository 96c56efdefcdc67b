/** The command line on a data directory, and what is in the database of one. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { asRecord, gatewayArguments } from '../../support/gateway-process.ts';

const [PROGRAM = ''] = gatewayArguments({ dataDir: '' });
const KILL_AT = fileURLToPath(new URL('../../support/kill-at.mjs', import.meta.url));

export interface CommandEnd {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs `relaydesk …`; `killAt` ends it with kill -9 at a fault point. */
export function relaydesk(args: readonly string[], killAt?: string): Promise<CommandEnd> {
  const loader = killAt === undefined ? [] : ['--import', KILL_AT];
  const env = killAt === undefined ? process.env : { ...process.env, KILL_AT: killAt };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...loader, PROGRAM, ...args],
      { env },
      (_error, out, errors) => {
        resolve({ code: child.exitCode, out, errors });
      },
    );
  });
}

/** The one line of `--json`. */
export const answerOf = ({ out }: CommandEnd): Record<string, unknown> => asRecord(JSON.parse(out));

export function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-backup-'));
  onTestFinished(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}

/** Asks a copy, log and all: an open database is left alone, and so is what lies beside it. */
export function inDatabase<T>(file: string, ask: (db: BetterSqlite3.Database) => T): T {
  const copy = path.join(folder(), 'copy.db');
  copyFileSync(file, copy);
  try {
    copyFileSync(`${file}-wal`, `${copy}-wal`);
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOENT') throw error;
  }
  const db = new BetterSqlite3(copy);
  try {
    return ask(db);
  } finally {
    db.close();
  }
}

/** The texts of the messages, in order, and whether the file is sound. */
export function textsIn(file: string): readonly string[] {
  return inDatabase(file, (db) => {
    const found = String(db.pragma('integrity_check', { simple: true }));
    if (found !== 'ok') throw new Error(found);
    return db.prepare<[], string>('SELECT body FROM messages ORDER BY seq').pluck().all();
  });
}

/** A number that is true of the file, or null. */
export function factOf(file: string, name: string): number | null {
  return inDatabase(
    file,
    (db) =>
      db.prepare<[string], number>('SELECT value FROM database_facts WHERE name = ?').pluck().get(name) ??
      null,
  );
}
