/** A real disk that fills, becomes read-only or is slow, under a gateway that runs. */
import { mkdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { mayMount, smallDisk } from '../../support/surroundings/small-disk.ts';
import { slowInserts } from '../../support/surroundings/slow-disk.ts';
import { waitFor } from '../../support/wait-for.ts';

const BODY = { to: '+9779812345678', text: 'Hi' };
const LOW = { status: 503, body: { error: { code: 'queue_blocked', details: { reason: 'storage_low' } } } };

async function gatewayOnSmallDisk() {
  const disk = await smallDisk(160);
  onTestFinished(disk.remove);
  mkdirSync(disk.dataDir, { mode: 0o700 });
  const gateway = await startGateway({ dataDir: disk.dataDir });
  onTestFinished(() => gateway.kill());
  const post = () => gateway.api('POST', '/v1/messages', BODY);
  const isTaken = async (): Promise<boolean> => (await post()).status === 202;
  return { disk, gateway, post, isTaken };
}

const tokenOf = ({ ready: { token } }: GatewayProcess) => (token === undefined ? {} : { token });

describe.skipIf(!mayMount)('a disk of its own', () => {
  it('that is full refuses texts and leaves the gateway up; with room it takes them again by itself', async () => {
    const { disk, gateway, post, isTaken } = await gatewayOnSmallDisk();
    expect((await post()).status).toBe(202);
    disk.fill(0);
    await waitFor('a refusal', async () => !(await isTaken()));
    expect(await post()).toMatchObject(LOW);
    expect((await gateway.api('GET', '/v1/health')).status).toBe(200);
    disk.empty();
    await waitFor('a text that is taken', isTaken, { deadlineMs: 20_000 });
  });

  it('that is read-only at the start is named, and taken as it was once it can be written', async () => {
    const { disk, gateway, isTaken } = await gatewayOnSmallDisk();
    expect(await isTaken()).toBe(true);
    await gateway.stop();
    disk.setReadOnly(true);
    await expect(startGateway({ dataDir: disk.dataDir })).rejects.toThrow(
      `The data directory ${disk.dataDir} can not be opened`,
    );
    disk.setReadOnly(false);
    const again = await startGateway({ dataDir: disk.dataDir, ...tokenOf(gateway) });
    onTestFinished(() => again.kill());
    expect((await again.api('POST', '/v1/messages', BODY)).status).toBe(202);
  });
});

it('takes every text on a disk that is slow, one after the other', async () => {
  const world = await setUpGateway();
  slowInserts(world.db, 'messages', 1_000_000);
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.post(BODY)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  expect(world.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(5);
});
