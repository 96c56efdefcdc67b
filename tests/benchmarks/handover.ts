/**
 * Hand-over: how long a text takes from the client to the phone while nothing else waits. The phone is a virtual one
 * behind a stock adb server; its relay dials in over `adb reverse`. Timed from the start of the request to the moment
 * the phone has read the `send` frame, both in this process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { createVirtualPhone, type VirtualPhone } from '../virtual-phone/phone.ts';
import { tokenOf } from './accept.ts';
import { makePairingCode } from './console-socket.ts';
import { figures, type Measurement } from './figures.ts';
import { type BundledGateway, startBundled } from './bundled-gateway.ts';
import { percentile } from './statistics.ts';

const PHONE_PORT = 8643;
const WARM_UP = 20;
/** Time for reports and acks of one text to pass before the next. */
const GAP_MS = 20;

/** Hands each `send` frame that the phone reads to whoever waits for it. */
class SendWatch {
  #seen: ((at: number) => void) | undefined;

  readonly onStep = (step: string): void => {
    if (step === 'send_read') this.#seen?.(performance.now());
  };

  next(): Promise<number> {
    return new Promise((resolve) => (this.#seen = resolve));
  }
}

async function link(gateway: BundledGateway, adb: TestAdbServer, phone: VirtualPhone): Promise<void> {
  await phone.start();
  await phone.joinAdb(adb.port);
  await waitFor('adb to see the phone', async () => (await adb.stateOf(phone.serial)) === 'device');
  const ports = [`tcp:${PHONE_PORT}`, `tcp:${gateway.ready.relay_port}`];
  const { code, stderr } = await adb.adb('-s', phone.serial, 'reverse', ...ports);
  if (code !== 0) throw new Error(`adb reverse failed: ${stderr}`);
  const pairing = await makePairingCode(gateway.dataDir, 'Bench phone');
  const answer = phone.relay.pair({ ...pairing, host: '127.0.0.1', port: PHONE_PORT });
  if (!answer.ok) throw new Error(`the phone did not take the pairing: ${answer.reason}`);
  await waitFor('the phone to be ready', async () => (await deviceStates(gateway)).includes('ready'), {
    deadlineMs: 60_000,
  });
}

async function deviceStates(gateway: BundledGateway): Promise<readonly string[]> {
  const response = await fetch(`${gateway.ready.url}/v1/devices`, {
    headers: { authorization: `Bearer ${tokenOf(gateway)}` },
  });
  const { items } = (await response.json()) as { items: { state: string }[] };
  return items.map(({ state }) => state);
}

/** One text; answers milliseconds from request to frame. */
async function handOver(gateway: BundledGateway, watch: SendWatch, count: number): Promise<number> {
  const arrived = watch.next();
  const startedAt = performance.now();
  const response = await fetch(`${gateway.ready.url}/v1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf(gateway)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to: '+9779812345678', text: `Hand-over ${count}` }),
  });
  if (response.status !== 202)
    throw new Error(`a text was answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
  const late = new AbortController();
  const at = await Promise.race([arrived, pause(30_000, null, { signal: late.signal })]);
  late.abort();
  if (at === null) throw new Error(`text ${count} did not reach the phone within 30 s`);
  return at - startedAt;
}

/** Measures that many texts, one after the other. */
export async function measureHandover(texts: number): Promise<Measurement[]> {
  const directory = await mkdtemp(join(tmpdir(), 'relaydesk-handover-'));
  const adb = await startAdbServer();
  const gateway = await startBundled({ adbPort: adb.port, env: adb.env });
  const watch = new SendWatch();
  const phone = createVirtualPhone({ directory, partLimit: null, relay: { onStep: watch.onStep } });
  try {
    await link(gateway, adb, phone);
    const sample: number[] = [];
    for (let count = -WARM_UP; count < texts; count += 1) {
      const milliseconds = await handOver(gateway, watch, count);
      if (count >= 0) sample.push(milliseconds);
      await pause(GAP_MS);
    }
    const note = `${texts} texts, one at a time, from the start of the request; stock adb server, adb reverse`;
    return [
      { figure: figures.handoverP50, value: percentile(sample, 0.5), note },
      {
        figure: figures.handoverP99,
        value: percentile(sample, 0.99),
        note: `worst ${Math.max(...sample).toFixed(1)} ms`,
      },
    ];
  } finally {
    await phone.stop();
    await gateway.stop();
    await adb.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
