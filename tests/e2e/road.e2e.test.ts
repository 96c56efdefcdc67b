/** The whole road of a text: API, gateway, stock adb server, cable, relay, radio, report, and back. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { startGateway, type GatewayProcess, type GatewayProcessOptions } from '../support/gateway-process.ts';
import { waitFor } from '../support/wait-for.ts';
import { createVirtualPhone, type VirtualPhone, type VirtualPhoneOptions } from '../virtual-phone/phone.ts';

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface World {
  readonly adb: TestAdbServer;
  readonly phone: VirtualPhone;
  gateway: GatewayProcess;
  readonly token: string;
  readonly options: GatewayProcessOptions;
}

/** A fresh gateway with one virtual phone, paired over the stock adb server. */
async function setup(phoneOptions: Partial<VirtualPhoneOptions> = {}): Promise<World> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-road-'));
  cleanUps.push(() => rm(directory, { recursive: true, force: true }));
  const adb = await startAdbServer();
  cleanUps.push(() => adb.stop());
  const phone = createVirtualPhone({
    directory: path.join(directory, 'phone'),
    model: 'Pixel 7',
    ...phoneOptions,
  });
  await phone.start();
  cleanUps.push(() => phone.stop());
  const fresh = { dataDir: path.join(directory, 'data'), adbPort: adb.port, env: adb.env };
  const gateway = await startGateway(fresh);
  const token = gateway.ready.token ?? '';
  const options = {
    ...fresh,
    token,
    port: Number(new URL(gateway.ready.url).port),
    relayPort: gateway.ready.relay_port,
  };
  const world: World = { adb, phone, gateway, token, options };
  cleanUps.push(() => world.gateway.stop());
  await phone.joinAdb(adb.port);
  await pair(world);
  return world;
}

async function pair({ gateway, phone }: World): Promise<void> {
  await waitFor('the gateway to list the phone', async () => {
    const { phones } = await gateway.console('GET', '/console/devices');
    return (
      Array.isArray(phones) && phones.some((listed: { serial?: string }) => listed.serial === phone.serial)
    );
  });
  const { run_id: runId } = await gateway.console('POST', '/console/provision', { serial: phone.serial });
  const run = await waitFor('the pairing to end', async () => {
    const now = await gateway.console('GET', `/console/provision/${String(runId)}`);
    return now['state'] === 'running' ? undefined : now;
  });
  expect(run['state'], JSON.stringify(run)).toBe('done');
}

async function send(gateway: GatewayProcess, text: string): Promise<string> {
  const answer = await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return String(answer.body['request_id']);
}

/** Waits for a status of a message and answers the whole message. */
function reaches(world: World, requestId: string, status: string): Promise<Record<string, unknown>> {
  let seen: unknown;
  return waitFor(
    `${requestId} to be ${status}`,
    async () => {
      const { body } = await world.gateway.api('GET', `/v1/messages/${requestId}`);
      seen = body;
      return body['status'] === status ? body : undefined;
    },
    { deadlineMs: 30_000 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; it is ${JSON.stringify(seen)}`, { cause: error });
  });
}

/** How often each text was handed to the radio: the judge of "never twice". */
function submits(phone: VirtualPhone): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of phone.radio.log())
    if (line.part === 1) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  return counts;
}

describe('a text over a stock adb server', () => {
  it('goes out once and becomes delivered, with the name of the phone and its attempt', async () => {
    const world = await setup();
    const requestId = await send(world.gateway, 'Your order 42 is ready');
    const message = await reaches(world, requestId, 'delivered');
    expect(message).toMatchObject({ ok: true, device_name: 'Relay Device 1', attempts: 1, failure: null });
    expect(message['attempt_log']).toMatchObject([
      { n: 1, device_name: 'Relay Device 1', sim: 1, outcome: 'sent' },
    ]);
    expect([...submits(world.phone)]).toEqual([['Your order 42 is ready', 1]]);
    const { body } = await world.gateway.api('GET', '/v1/devices');
    expect(body['items']).toMatchObject([
      { name: 'Relay Device 1', model: 'Pixel 7', state: 'ready', mode: 'live' },
    ]);
    expect((await world.gateway.api('GET', '/v1/ready')).body).toMatchObject({
      ok: true,
      status: 'ready',
      mode: 'live',
    });
  });
});
