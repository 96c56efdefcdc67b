import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createSettingsStore } from '../../../../../electron/gateway/settings/settings-store.ts';
import { createWriter } from '../../../../../electron/gateway/storage/group-commit.ts';

function setup() {
  const db = new BetterSqlite3(':memory:');
  db.exec('CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)');
  const writer = createWriter(db);
  const open = () => createSettingsStore(db, writer);
  return { open };
}

it('outlives a restart', async () => {
  const { open } = setup();
  await open().set('backlog_limit', '7', () => undefined);
  expect(open().get('backlog_limit')).toBe('7');
  expect(open().get('queue_paused')).toBe('false');
});

it('tells the old value when the change was undone', async () => {
  const { open } = setup();
  const settings = open();
  const change = settings.set('queue_paused', 'true', () => {
    throw new Error('undone');
  });
  await expect(change).rejects.toThrow('undone');
  expect(settings.get('queue_paused')).toBe('false');
  expect(open().get('queue_paused')).toBe('false');
});
