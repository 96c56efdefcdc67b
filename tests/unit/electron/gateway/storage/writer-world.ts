/** A writer over a real database file whose room and locks a test can take away. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Logger } from '../../../../../electron/gateway/foundation/logger.ts';
import {
  openDatabase,
  stopWaiting,
  type Database,
} from '../../../../../electron/gateway/storage/database.ts';
import { createWriter, type Writer } from '../../../../../electron/gateway/storage/group-commit.ts';
import { GatewayError } from '../../../../../electron/shared/gateway-error.ts';

/** What one unit was told, a sentence each time: `done VALUE`, or why it failed. */
export type Told = string[];

export interface WriterWorld {
  readonly db: Database;
  readonly file: string;
  readonly writer: Writer;
  /** Sentences of the errors that were logged. */
  readonly logged: string[];
  /** The names on disk, as another connection reads them. */
  readonly names: () => readonly string[];
  /** Queues a unit that inserts a row of this many bytes; answers what it will have been told. */
  readonly insert: (name: string, bytes?: number) => Told;
  /** Queues any unit. */
  readonly unit: (run: () => unknown) => Told;
  /** From now on the file can not grow. */
  readonly fillDisk: () => void;
  readonly emptyDisk: () => void;
}

/** Fits no file that is full. */
export const BIG = 200_000;

function whyOf(error: unknown): string {
  if (error instanceof GatewayError) return `${error.code} ${String(error.details['reason'])}`;
  return error instanceof Error ? error.message : String(error);
}

export function setUpWriter(): WriterWorld {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-writer-'));
  const file = path.join(directory, 'relaydesk.db');
  const db = openDatabase(file);
  stopWaiting(db);
  db.exec(`CREATE TABLE things (name TEXT PRIMARY KEY, body BLOB) STRICT;
    CREATE TABLE owned (owner TEXT REFERENCES things(name) DEFERRABLE INITIALLY DEFERRED) STRICT;`);
  const reader = openDatabase(file);
  onTestFinished(() => {
    reader.close();
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const logged: string[] = [];
  const log: Logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts) => logged.push(String(facts['error'])),
  };
  const writer = createWriter(db, log);
  const insert = db.prepare('INSERT INTO things (name, body) VALUES (?, zeroblob(?))');
  const unit = (run: () => unknown): Told => {
    const told: Told = [];
    void writer.write(run).then(
      (value) => told.push(`done ${String(value)}`),
      (error: unknown) => told.push(whyOf(error)),
    );
    return told;
  };
  return {
    db,
    file,
    writer,
    logged,
    unit,
    insert: (name, bytes = 1) =>
      unit(() => {
        insert.run(name, bytes);
        return name;
      }),
    names: () =>
      reader
        .prepare<[], { name: string }>('SELECT name FROM things ORDER BY rowid')
        .all()
        .map((row) => row.name),
    fillDisk: () => {
      db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    },
    emptyDisk: () => {
      db.pragma('max_page_count = 4294967294');
    },
  };
}
