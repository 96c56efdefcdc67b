/** Pages of the database are damaged, while the gateway is off and while it runs: a state, and never a crash. */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { mendDatabase } from '../../../electron/gateway/storage/mend-database.ts';
import { asRecord, type GatewayProcess } from '../../support/gateway-process.ts';
import { damageMiddle, damagePage, pageOf, pagesOf } from '../../support/surroundings/database-pages.ts';
import { waitFor } from '../../support/wait-for.ts';
import { BODY, copyOf, seed, started, whyNot, wrongAnswers, type Seeded } from './damaged-world.ts';

const DAMAGED = {
  status: 503,
  body: { error: { code: 'queue_blocked', details: { reason: 'storage_damaged' } } },
};

let small: Seeded;

beforeAll(async () => {
  small = await seed(3_000);
});
afterAll(() => rm(small.dataDir, { recursive: true, force: true }));

const post = (gateway: GatewayProcess) => gateway.api('POST', '/v1/messages', BODY);
const health = async (gateway: GatewayProcess) => (await gateway.api('GET', '/v1/health')).body;

describe('only indexes are damaged', () => {
  it.each([
    ['sqlite_autoindex_messages_1', 'internal'],
    ['messages_waiting', 'leaf'],
    ['attempts_message', 'leaf'],
    ['sqlite_autoindex_tokens_2', 'leaf'],
  ] as const)('makes them anew before it takes anything: %s (%s)', async (name, kind) => {
    const world = await copyOf(small);
    damagePage(world.file, pageOf(world.file, name, kind));
    const gateway = await started(world);
    expect((await post(gateway)).status).toBe(202);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect(await health(gateway)).toMatchObject({ status: 'up', storage: 'ok' });
    expect(gateway.errors()).toContain('made anew');
    const { why } = asRecord(JSON.parse(readFileSync(path.join(world.dataDir, 'last-repair'), 'utf8')));
    expect(why).toMatch(/malformed|Tree/);
    expect(await gateway.stop()).toBe(0);
    expect(mendDatabase(world.file)).toEqual({ kind: 'sound' });
  });

  it('finds it beside the gateway where the database is large, and goes on by itself', async () => {
    const large = await seed(20_000);
    try {
      const world = await copyOf(large);
      expect(statSync(world.file).size).toBeGreaterThan(8 * 1024 * 1024);
      damagePage(world.file, pageOf(world.file, 'messages_to', 'leaf'));
      const gateway = await started(world);
      await waitFor('indexes that are made anew', () => gateway.errors().includes('made anew'));
      await waitFor('a text that is taken', async () => (await post(gateway)).status === 202);
      expect(await gateway.stop()).toBe(0);
      expect(mendDatabase(world.file)).toEqual({ kind: 'sound' });
    } finally {
      await rm(large.dataDir, { recursive: true, force: true });
    }
  });
});

describe('a table is damaged', () => {
  it.each([
    ['messages', 'leaf'],
    ['messages', 'internal'],
    ['attempts', 'leaf'],
    ['events', 'leaf'],
    ['device_ledgers', 'leaf'],
    ['inbound_messages', 'leaf'],
  ] as const)('takes and sends nothing, and reads what it can: %s (%s)', async (name, kind) => {
    const world = await copyOf(small);
    damagePage(world.file, pageOf(world.file, name, kind));
    const backup = `${world.file}.before-2`;
    writeFileSync(backup, '');
    const gateway = await started(world);
    for (let n = 0; n < 2; n += 1) expect(await post(gateway)).toMatchObject(DAMAGED);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect(await health(gateway)).toMatchObject({ status: 'up', storage: 'storage_damaged' });
    const ready = await gateway.api('GET', '/v1/ready');
    const text = JSON.stringify(ready.body);
    expect([ready.status, text.includes(world.file), text.includes(backup)]).toEqual([503, true, true]);
    if (name === 'device_ledgers') {
      const { damage } = await gateway.console('GET', '/console/overview');
      expect(damage).toEqual({ path: world.file, backup });
    }
    expect(gateway.errors()).toContain('nothing new is taken or sent');
    expect(existsSync(path.join(world.dataDir, 'last-crash'))).toBe(false);
    expect(await gateway.stop()).toBe(0);
    expect(existsSync(path.join(world.dataDir, 'last-repair'))).toBe(false);
  });

  it('sends no text that waits', async () => {
    const world = await copyOf(small);
    const db = openDatabase(world.file);
    db.exec(`UPDATE messages SET mode = 'test', state = 'queued', lane_id = (SELECT id FROM lanes WHERE mode = 'test'),
      client_id = (SELECT client_id FROM messages WHERE request_id = '${world.requestId}'),
      expires_at = ${Date.now() + 3_600_000} WHERE request_id = '${world.waitingId}'`);
    db.close();
    damagePage(world.file, pageOf(world.file, 'events', 'leaf'));
    const gateway = await started(world);
    const devices = await gateway.console('GET', '/console/devices');
    expect(JSON.stringify(devices)).toContain('"state":"ready"');
    const { body } = await gateway.api('GET', `/v1/messages/${world.waitingId}`);
    expect(body).toMatchObject({ status: 'queued', attempts: 0 });
  });

  it.each(['workspace', 'tokens', 'lanes', 'sqlite_schema'])(
    'names the file and the way out where it can not even start: %s',
    async (name) => {
      const world = await copyOf(small);
      damagePage(world.file, pageOf(world.file, name, 'leaf'));
      expect(await whyNot(world)).toContain(
        `The database ${world.file} is damaged. Stop RelayDesk and restore`,
      );
    },
  );
});

describe('damage while it runs', () => {
  it('of a table ends in the state, whichever read meets it', async () => {
    const world = await copyOf(small);
    const hurt = pagesOf(world.file).filter((use) => use.name === 'messages' && use.kind === 'leaf');
    const gateway = await started(world);
    for (const { page } of hurt.slice(20)) damagePage(world.file, page);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect(await post(gateway)).toMatchObject(DAMAGED);
    expect(await health(gateway)).toMatchObject({ status: 'up', storage: 'storage_damaged' });
  });

  it('of an index is mended, and it goes on', async () => {
    const world = await copyOf(small);
    const hurt = pagesOf(world.file).filter((use) => use.name === 'messages_to');
    const gateway = await started(world);
    for (const { page } of hurt) damagePage(world.file, page);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    await waitFor('indexes that are made anew', () => gateway.errors().includes('made anew'));
    await waitFor('a text that is taken', async () => (await post(gateway)).status === 202);
    expect((await gateway.api('GET', '/v1/messages?to=%2B9779812345678')).status).toBe(200);
  });

  it('of everything leaves it up, and health answers', async () => {
    const world = await copyOf(small);
    const pages = pagesOf(world.file);
    const gateway = await started(world);
    for (const { page } of pages) damagePage(world.file, page);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect(await post(gateway)).toMatchObject(DAMAGED);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect((await health(gateway))['status']).toBe('up');
    expect(existsSync(path.join(world.dataDir, 'last-crash'))).toBe(false);
  });

  it('by a file that is cut short is no other damage', async () => {
    const world = await copyOf(small);
    const gateway = await started(world);
    truncateSync(world.file, 40 * 4_096);
    expect(await wrongAnswers(gateway, world)).toEqual([]);
    expect(await post(gateway)).toMatchObject(DAMAGED);
  });
});

describe('the log that a kill left', () => {
  /** Killed after so many texts were taken; their ids. */
  async function killed(world: Seeded): Promise<readonly string[]> {
    const gateway = await started(world);
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1) ids.push(String((await post(gateway)).body['request_id']));
    await gateway.kill();
    return ids;
  }

  it('is refused when it is damaged, since starting would drop texts that were taken', async () => {
    const world = await copyOf(small);
    await killed(world);
    const log = `${world.file}-wal`;
    damageMiddle(log);
    const before = readFileSync(log);
    expect(await whyNot(world)).toContain(`The log ${log} of the database is damaged`);
    expect(readFileSync(log).equals(before)).toBe(true);
    renameSync(log, `${log}.aside`);
    expect((await post(await started(world))).status).toBe(202);
  });

  it('is read when the power cut its end', async () => {
    const world = await copyOf(small);
    const ids = await killed(world);
    appendFileSync(`${world.file}-wal`, Buffer.alloc(2_000, 7));
    const gateway = await started(world);
    for (const id of ids) expect((await gateway.api('GET', `/v1/messages/${id}`)).status).toBe(200);
  });
});
