import { existsSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { waitFor } from '../../support/wait-for.ts';

const BODY = { to: '+9779812345678', text: 'Hi' };
const LOST = { status: 503, code: 'queue_blocked', body: { error: { details: { reason: 'storage_lost' } } } };

const database = (world: GatewayWorld): string => path.join(world.dataDir, 'relaydesk.db');

describe('what is lost under a running gateway', () => {
  it.each([
    ['the data directory is deleted', (world: GatewayWorld) => rm(world.dataDir, { recursive: true })],
    ['the database is deleted', (world: GatewayWorld) => rm(database(world))],
    ['the log of the database is deleted', (world: GatewayWorld) => rm(`${database(world)}-wal`)],
    [
      'another file takes the place of the database',
      async (world: GatewayWorld) => {
        await copyFile(database(world), `${database(world)}.copy`);
        await rename(`${database(world)}.copy`, database(world));
      },
    ],
  ])('takes no message after %s', async (_what, lose) => {
    const world = await setUpGateway();
    expect((await world.post(BODY)).status).toBe(202);
    await lose(world);
    for (let n = 0; n < 3; n += 1) expect(await world.post(BODY)).toMatchObject(LOST);
    expect((await world.call({ path: '/v1/queue' })).body).toMatchObject({ state: 'storage_lost' });
    expect((await world.call({ path: '/v1/health' })).status).toBe(200);
  });

  it('goes on by itself when the directory is put back, with every message that it took', async () => {
    const world = await setUpGateway();
    expect((await world.post(BODY)).status).toBe(202);
    const away = `${world.dataDir}-away`;
    await rename(world.dataDir, away);
    expect(await world.post(BODY)).toMatchObject(LOST);
    expect(existsSync(world.dataDir)).toBe(false);
    await rename(away, world.dataDir);
    await waitFor('a message that is taken', async () => (await world.post(BODY)).status === 202);
    expect(world.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(2);
  });
});
