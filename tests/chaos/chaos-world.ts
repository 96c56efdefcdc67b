/** Where faults happen: a gateway process, a stock adb server, and phones behind it that send without pacing. */
import Database from 'better-sqlite3';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RelayStep } from '../../electron/gateway/demo-phone/phone-relay-types.ts';
import { startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { CLOCK_VARIABLE } from '../support/fault-orders.ts';
import {
  startGateway,
  type ApiAnswer,
  type GatewayProcess,
  type GatewayProcessOptions,
} from '../support/gateway-process.ts';
import { waitFor } from '../support/wait-for.ts';
import { createVirtualPhone, type VirtualPhone } from '../virtual-phone/phone.ts';

/** An attempt as the ledger of a phone has it. */
export interface LedgerAttempt {
  readonly attemptId: string;
  readonly requestId: string | null;
  readonly state: string;
}

export interface ChaosPhone {
  readonly phone: VirtualPhone;
  readonly directory: string;
  /** What the gateway calls it. */
  readonly name: string;
  /** A fault is under way on it. */
  isBusy: boolean;
  /** Where its relay is killed next. */
  killAt: RelayStep | null;
  /** Of the ledgers that were wiped. */
  readonly forgotten: LedgerAttempt[];
  wipes: number;
}

export interface ChaosWorld {
  readonly adb: TestAdbServer;
  readonly phones: readonly ChaosPhone[];
  gateway: GatewayProcess;
  readonly dataDir: string;
  /** How far the computer's clock is from the right time. */
  clockAheadMs: number;
  /** Starts the gateway again; its last process must be gone, or is killed. */
  restart(): Promise<void>;
  /** kill -9 of the gateway, then `relaydesk restore`; the gateway is not started again. */
  restore(file: string): Promise<void>;
  /** A call of the API; null when nobody answered. */
  api(method: string, route: string, body?: unknown, key?: string): Promise<ApiAnswer | null>;
  /** What a phone's ledger holds. */
  ledgerOf(phone: ChaosPhone): readonly LedgerAttempt[];
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

const PROGRAM = 'tests/support/faulty-gateway.ts';
const CLI = path.resolve(import.meta.dirname, '../../electron/gateway/serve.ts');
const execute = promisify(execFile);
const PAIRING_DEADLINE_MS = 120_000;

export async function setUpChaos(phoneCount: number): Promise<ChaosWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-chaos-'));
  const adb = await startAdbServer();
  const phones: ChaosPhone[] = [];
  const fresh: GatewayProcessOptions = {
    dataDir: path.join(directory, 'data'),
    adbPort: adb.port,
    env: adb.env,
    program: PROGRAM,
  };
  const first = await startGateway(fresh);
  const again: GatewayProcessOptions = {
    ...fresh,
    token: first.ready.token ?? '',
    port: Number(new URL(first.ready.url).port),
    relayPort: first.ready.relay_port,
  };
  const world: ChaosWorld = {
    adb,
    phones,
    gateway: first,
    dataDir: fresh.dataDir,
    clockAheadMs: 0,
    restart: async () => {
      await world.gateway.kill();
      const env = { ...adb.env, [CLOCK_VARIABLE]: String(world.clockAheadMs) };
      world.gateway = await startGateway({ ...again, env });
    },
    restore: async (file) => {
      await world.gateway.kill();
      await execute(process.execPath, [CLI, 'restore', file, '--data-dir', fresh.dataDir, '--json'], {
        env: adb.env,
      });
    },
    api: (method, route, body, key) =>
      world.gateway
        .api(method, route, body, key === undefined ? {} : { headers: { 'idempotency-key': key } })
        .catch(() => null),
    ledgerOf: (phone) => readLedger(phone.directory),
    stop: async () => {
      await world.gateway.kill();
      for (const { phone } of phones) await phone.stop();
      await adb.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  try {
    for (let n = 1; n <= phoneCount; n += 1) {
      phones.push(await addPhone(world, path.join(directory, `phone-${n}`)));
    }
    await liftPacing(world);
    await waitFor('every phone to be ready', () => areReady(world), { deadlineMs: 60_000 });
  } catch (error) {
    await world.stop();
    throw error;
  }
  return world;
}

async function addPhone(world: ChaosWorld, directory: string): Promise<ChaosPhone> {
  const phone = createVirtualPhone({
    directory,
    model: 'Chaos',
    partLimit: null,
    relay: {
      onStep: (step) => {
        if (step !== added.killAt) return;
        added.killAt = null;
        phone.app.kill();
      },
    },
  });
  const added: ChaosPhone = {
    phone,
    directory,
    name: `Relay Device ${world.phones.length + 1}`,
    isBusy: false,
    killAt: null,
    forgotten: [],
    wipes: 0,
  };
  await phone.start();
  await phone.joinAdb(world.adb.port);
  await pairPhone(world, phone);
  return added;
}

/** Pairs a phone as the button does, as often as it takes: what it needs may be broken at the moment. */
export async function pairPhone(world: ChaosWorld, phone: VirtualPhone): Promise<void> {
  let said: unknown;
  await waitFor(
    'a phone to be paired',
    async () => {
      const started = await world.gateway.console('POST', '/console/provision', { serial: phone.serial });
      const route = `/console/provision/${String(started['run_id'])}`;
      for (;;) {
        const run = await world.gateway.console('GET', route);
        said = run;
        if (run['state'] !== 'running') return run['state'] === 'done';
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    { deadlineMs: PAIRING_DEADLINE_MS, everyMs: 500 },
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${JSON.stringify(said)}`, { cause: error });
  });
}

/** 25 parts a minute would leave most faults without a text under way. */
async function liftPacing(world: ChaosWorld): Promise<void> {
  await world.gateway.kill();
  const database = new Database(path.join(world.dataDir, 'relaydesk.db'));
  database.prepare('UPDATE devices SET parts_per_minute = NULL').run();
  database.close();
  await world.restart();
}

/** Whether the API calls every phone ready. */
export async function areReady(world: ChaosWorld): Promise<boolean> {
  const answer = await world.api('GET', '/v1/devices');
  const items: unknown = answer?.body['items'];
  return (
    Array.isArray(items) &&
    items.length === world.phones.length &&
    items.every((item: { readonly state?: unknown }) => item.state === 'ready')
  );
}

function readLedger(directory: string): readonly LedgerAttempt[] {
  const database = new Database(path.join(directory, 'relay', 'ledger.db'), { readonly: true });
  try {
    return database
      .prepare<[], LedgerAttempt>(
        'SELECT attempt_id AS attemptId, request_id AS requestId, state FROM attempts',
      )
      .all();
  } finally {
    database.close();
  }
}
