/** The whole way of a text, for one test: a fresh gateway, a stock adb server and a paired virtual phone. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { fidelityRelay } from '../virtual-phone/fidelity/installed-app.ts';
import { ALL_PERMISSIONS, type RelayApp } from '../virtual-phone/fidelity/relay-app.ts';
import { createVirtualPhone, type VirtualPhone, type VirtualPhoneOptions } from '../virtual-phone/phone.ts';
import { startAdbServer, type TestAdbServer } from './adb-server.ts';
import { startGateway, type GatewayProcess, type GatewayProcessOptions } from './gateway-process.ts';
import { waitFor } from './wait-for.ts';

export const RECIPIENT = '+9779812345678';

interface PathWorld {
  readonly adb: TestAdbServer;
  readonly phone: VirtualPhone;
  gateway: GatewayProcess;
  readonly token: string;
  /** Starts the same gateway again: same data, ports and token. */
  readonly options: GatewayProcessOptions;
}

/** Everything is taken down when the test ends, the youngest first. */
export async function setUpPath(phoneOptions: Partial<VirtualPhoneOptions> = {}): Promise<PathWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-path-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const adb = await startAdbServer();
  onTestFinished(() => adb.stop());
  const phone = createVirtualPhone({
    directory: path.join(directory, 'phone'),
    model: 'Pixel 7',
    ...phoneOptions,
  });
  await phone.start();
  onTestFinished(() => phone.stop());
  const fresh = { dataDir: path.join(directory, 'data'), adbPort: adb.port, env: adb.env };
  const gateway = await startGateway(fresh);
  const token = gateway.ready.token ?? '';
  const options = {
    ...fresh,
    token,
    port: Number(new URL(gateway.ready.url).port),
    relayPort: gateway.ready.relay_port,
  };
  const world: PathWorld = { adb, phone, gateway, token, options };
  onTestFinished(async () => {
    await world.gateway.stop();
  });
  await phone.joinAdb(adb.port);
  await pairPhone(world);
  return world;
}

export interface AppPathWorld extends PathWorld {
  /** The process of the relay app on the phone. */
  readonly app: RelayApp;
  /** What the app did against Android's rules. */
  offences(): readonly string[];
}

/** The same with the relay app itself, all its permissions granted. */
export async function setUpAppPath(phoneOptions: Partial<VirtualPhoneOptions> = {}): Promise<AppPathWorld> {
  let app: RelayApp | undefined;
  const world = await setUpPath({
    installedRelay: fidelityRelay((installed) => {
      app = installed.process;
    }),
    permissions: ALL_PERMISSIONS,
    ...phoneOptions,
  });
  const process = app ?? expect.fail('the phone made no app');
  // Rule 6: a new ledger takes five parts in its first minute.
  world.phone.clock.advance(61_000);
  await process.clockChanged();
  return Object.assign(world, { app: process, offences: () => process.offences });
}

async function pairPhone({ gateway, phone }: PathWorld): Promise<void> {
  await waitFor('the gateway to list the phone', async () => {
    const { phones } = await gateway.console('GET', '/console/devices');
    return (
      Array.isArray(phones) && phones.some((listed: { serial?: string }) => listed.serial === phone.serial)
    );
  });
  const { run_id: runId } = await gateway.console('POST', '/console/provision', { serial: phone.serial });
  const run = await waitFor(
    'the pairing to end',
    async () => {
      const now = await gateway.console('GET', `/console/provision/${String(runId)}`);
      return now['state'] === 'running' ? undefined : now;
    },
    { deadlineMs: 60_000 },
  );
  expect(run['state'], JSON.stringify(run)).toBe('done');
}

/** Sends a text by the API and answers its request_id. */
export async function sendText(gateway: GatewayProcess, text: string): Promise<string> {
  const answer = await gateway.api('POST', '/v1/messages', { to: RECIPIENT, text });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return String(answer.body['request_id']);
}

/** Waits until the API tells one of these statuses, and answers the whole message. */
export function reaches(
  world: PathWorld,
  requestId: string,
  ...statuses: readonly string[]
): Promise<Record<string, unknown>> {
  let seen: unknown;
  return waitFor(
    `${requestId} to be ${statuses.join(' or ')}`,
    async () => {
      const { body } = await world.gateway.api('GET', `/v1/messages/${requestId}`);
      seen = body;
      return statuses.includes(String(body['status'])) ? body : undefined;
    },
    { deadlineMs: 40_000 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; it is ${JSON.stringify(seen)}`, { cause: error });
  });
}

/** kill -9, and the same gateway again. */
export async function killAndRestart(world: PathWorld): Promise<void> {
  await world.gateway.kill();
  world.gateway = await startGateway(world.options);
}

/** How often each text was handed to the radio: the judge of "never twice". */
export function submitsByText(phone: VirtualPhone): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of phone.radio.log()) {
    if (line.part === 1) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
  }
  return counts;
}
