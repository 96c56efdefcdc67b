/** `relaydesk restore` on data directories: what it refuses, what it leaves, and a kill at each of its steps. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { newId } from '../../../electron/gateway/foundation/new-id.ts';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { FAULT_POINTS } from '../../../electron/gateway/foundation/fault-points.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { answerOf, factOf, folder, inDatabase, relaydesk, textsIn } from './backup-world.ts';

/** Adds a message without a gateway. */
function addMessage(dataDir: string, text: string, more: { priority?: number } = {}): void {
  const storage = openStorage(dataDir);
  const { db } = storage;
  db.prepare(
    `INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts, encoding, device_id,
       max_parts, delivery_report, created_at, expires_at, updated_at)
     VALUES (?, 'cli', 'live', 'queued', ?, '+9779812345678', ?, 1, 'GSM-7', '', 6, 1, ?, ?, ?)`,
  ).run(newId('req', Date.now()), more.priority ?? 1, text, Date.now(), Date.now() + 3_600_000, Date.now());
  storage.close();
}

/** A directory with the messages “one” and “two”, and its backup, which has only “one”. */
async function setup() {
  const dataDir = path.join(folder(), 'data');
  const file = path.join(folder(), 'kept.db');
  addMessage(dataDir, 'one');
  expect((await relaydesk(['backup', file, '--data-dir', dataDir])).code).toBe(0);
  addMessage(dataDir, 'two');
  return { dataDir, file, database: path.join(dataDir, 'relaydesk.db') };
}

const restore = (dataDir: string, file: string, killAt?: string) =>
  relaydesk(['restore', file, '--json', '--data-dir', dataDir], killAt);

describe('a restore', { timeout: 60_000 }, () => {
  it('puts the backup in the place of the database, keeps the old one, and holds what goes out', async () => {
    const { dataDir, file, database } = await setup();
    const before = Date.now();
    const end = await restore(dataDir, file);
    expect(end).toMatchObject({ code: 0, errors: '' });
    const told = answerOf(end);
    expect(told).toMatchObject({ messages: 1, phones: 0, generation: 1, aside: `${database}.replaced-1` });
    expect(textsIn(database)).toEqual(['one']);
    expect(textsIn(`${database}.replaced-1`)).toEqual(['one', 'two']);
    expect(statSync(database).mode & 0o777).toBe(0o600);
    expect(factOf(database, 'reconcile_started_at')).toBeGreaterThanOrEqual(before);
    expect(factOf(database, 'backed_up_at')).toBeNull();
    expect(Date.parse(String(told['backed_up_at']))).toBeLessThanOrEqual(before);
  });

  it('raises the generation each time, also over a database that can not be read', async () => {
    const { dataDir, file, database } = await setup();
    expect(answerOf(await restore(dataDir, file))['generation']).toBe(1);
    expect(answerOf(await restore(dataDir, file))['generation']).toBe(2);
    writeFileSync(database, 'no database');
    expect(answerOf(await restore(dataDir, file))['generation']).toBe(3);
    expect(textsIn(database)).toEqual(['one']);
    expect(readFileSync(`${database}.replaced-3`, 'utf8')).toBe('no database');
  });

  it('works into a directory that has nothing yet, and from a file that was copied by hand with its log', async () => {
    const { file, database } = await setup();
    const fresh = path.join(folder(), 'fresh');
    expect((await restore(fresh, file)).code).toBe(0);
    expect(textsIn(path.join(fresh, 'relaydesk.db'))).toEqual(['one']);
    const copy = path.join(folder(), 'copied.db');
    const open = new BetterSqlite3(database);
    open.prepare("UPDATE messages SET body = 'three' WHERE body = 'two'").run();
    copyFileSync(database, copy);
    copyFileSync(`${database}-wal`, `${copy}-wal`);
    open.close();
    expect((await restore(fresh, copy)).code).toBe(0);
    expect(textsIn(path.join(fresh, 'relaydesk.db'))).toEqual(['one', 'three']);
  });

  it('ends the time of one-time passwords that wait', async () => {
    const dataDir = path.join(folder(), 'data');
    addMessage(dataDir, 'one');
    addMessage(dataDir, 'Your code is 482913', { priority: 0 });
    const file = path.join(folder(), 'kept.db');
    await relaydesk(['backup', file, '--data-dir', dataDir]);
    expect(readFileSync(file).includes('482913')).toBe(false);
    await restore(dataDir, file);
    const rows = inDatabase(path.join(dataDir, 'relaydesk.db'), (db) =>
      db.prepare('SELECT body, expires_at <= ? AS isOver FROM messages ORDER BY seq').all(Date.now()),
    );
    expect(rows).toEqual([
      { body: 'one', isOver: 0 },
      { body: '', isOver: 1 },
    ]);
  });
});

describe('a file that is no backup to restore', { timeout: 60_000 }, () => {
  const damage: readonly (readonly [title: string, says: RegExp, spoil: (file: string) => void])[] = [
    ['is not there', /can not be read \(ENOENT\)/, (file) => rmSync(file)],
    ['is empty', /is no backup of RelayDesk/, (file) => writeFileSync(file, '')],
    ['is text', /is no backup of RelayDesk/, (file) => writeFileSync(file, 'x'.repeat(5_000))],
    ['is another database', /is no backup of RelayDesk/, (file) => edit(file, 'DROP TABLE workspace')],
    [
      'is of a newer version',
      /made by a newer RelayDesk/,
      (file) => edit(file, 'PRAGMA user_version = 9999'),
    ],
    ['lacks a row', /lacks rows of messages/, (file) => edit(file, 'DELETE FROM messages')],
    ['has a damaged page', /is damaged/, (file) => spoilPages(file)],
    ['is cut off', /is damaged/, (file) => writeFileSync(file, readFileSync(file).subarray(0, 20_000))],
  ];
  it.each(damage)(
    'is refused with a sentence where it %s, and nothing changes',
    async (title, says, spoil) => {
      const { dataDir, file } = await setup();
      spoil(file);
      const before = readdirSync(dataDir).map((name) => [name, statSync(path.join(dataDir, name)).mtimeMs]);
      const end = await restore(dataDir, file);
      expect(end.code).toBe(1);
      expect(end.errors).toMatch(says);
      expect(end.errors).toMatch(/nothing was changed/);
      expect(end.errors.trim().split('\n')).toHaveLength(1);
      const unlocked = ([name]: readonly unknown[]): boolean => !String(name).startsWith('gateway.lock');
      const after = readdirSync(dataDir).map((name) => [name, statSync(path.join(dataDir, name)).mtimeMs]);
      expect(after.filter(unlocked)).toEqual(before.filter(unlocked));
    },
  );

  it('is refused while a gateway runs', async () => {
    const { file } = await setup();
    const { dataDir } = await setUpGateway();
    const end = await restore(dataDir, file);
    expect(end.code).toBe(1);
    expect(end.errors).toMatch(/is running on .* Stop it first; nothing was changed/);
  });
});

describe('kill -9 during a restore', { timeout: 90_000 }, () => {
  const points = Object.keys(FAULT_POINTS).filter((name) => name.startsWith('restore.'));
  const isDecided = (point: string): boolean => points.indexOf(point) >= points.indexOf('restore.decided');

  it.each(points)('at %s leaves the old database or the backup, whole, with its log', async (point) => {
    const { dataDir, file, database } = await setup();
    // A log that was not taken into the file: it must go with its file.
    const storage = openStorage(dataDir);
    storage.db.prepare("UPDATE messages SET body = 'two, changed' WHERE body = 'two'").run();
    copyFileSync(`${database}-wal`, `${database}-kept`);
    storage.close();
    const killed = await restore(dataDir, file, point);
    expect(killed.code).toBeNull();
    openStorage(dataDir).close();
    const old = ['one', 'two, changed'];
    expect(textsIn(database)).toEqual(isDecided(point) ? ['one'] : old);
    if (isDecided(point)) expect(textsIn(`${database}.replaced-1`)).toEqual(old);
    expect(readdirSync(dataDir).filter((name) => name.includes('restoring'))).toEqual([]);
    // And again, to its end.
    const end = await restore(dataDir, file);
    expect(end.code).toBe(0);
    expect(textsIn(database)).toEqual(['one']);
    expect(readdirSync(dataDir).filter((name) => /restor(e-new|ing)/.test(name))).toEqual([]);
  });
});

describe('kill -9 during a backup', () => {
  it.each(['backup.copied', 'backup.verified'])('at %s leaves no file by that name', async (point) => {
    const { dataDir, database } = await setup();
    const file = path.join(folder(), 'killed.db');
    expect((await relaydesk(['backup', file, '--data-dir', dataDir], point)).code).toBeNull();
    expect(existsSync(file)).toBe(false);
    expect(textsIn(database)).toEqual(['one', 'two']);
    expect((await relaydesk(['backup', file, '--data-dir', dataDir])).code).toBe(0);
    expect(textsIn(file)).toEqual(['one', 'two']);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});

function edit(file: string, sql: string): void {
  const db = new BetterSqlite3(file);
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

/** Every page but the first: whatever is on them. */
function spoilPages(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4096 + 100);
  writeFileSync(file, bytes);
}
