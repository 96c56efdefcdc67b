import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';
import { migrate } from '../../../../../electron/gateway/storage/migrations.ts';
import { MIGRATION_0001 } from '../../../../../electron/gateway/storage/migrations/0001-first.ts';

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-migrations-'));
  const file = path.join(directory, 'relaydesk.db');
  const db = openDatabase(file);
  onTestFinished(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { db, file };
}

const tablesOf = (db: ReturnType<typeof openDatabase>): readonly unknown[] =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();

describe('migrate', () => {
  it('leaves every SIM of an older file switched off, and keeps a copy of that file', () => {
    const { db, file } = setup();
    db.exec(MIGRATION_0001);
    db.pragma('user_version = 1');
    db.prepare(
      `INSERT INTO devices (id, name, model, android, mode, token_hash, ledger_id, paired_at)
       VALUES ('dev_1', 'Till', 'Pixel 7', 34, 'live', x'00', 'aa', 1)`,
    ).run();
    db.prepare(
      `INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, is_present)
       VALUES ('sim_1', 'dev_1', 'aa', 1, 1, 1)`,
    ).run();
    migrate(db, file);
    expect(db.prepare('SELECT id, takes_texts FROM sims').all()).toEqual([{ id: 'sim_1', takes_texts: 0 }]);
    const version = Number(db.pragma('user_version', { simple: true }));
    expect(existsSync(`${file}.before-${version}`)).toBe(true);
  });

  it('makes the same tables in a new file as in an older one', () => {
    const old = setup();
    old.db.exec(MIGRATION_0001);
    old.db.pragma('user_version = 1');
    migrate(old.db, old.file);
    const fresh = setup();
    migrate(fresh.db, fresh.file);
    expect(tablesOf(fresh.db)).toEqual(tablesOf(old.db));
    expect(existsSync(`${fresh.file}.before-2`)).toBe(false);
  });

  it('refuses a file of a newer version', () => {
    const { db, file } = setup();
    db.pragma('user_version = 9999');
    expect(() => {
      migrate(db, file);
    }).toThrow('newer RelayDesk');
  });
});
