/** The relay app itself, as the conformance suite wants it: its own classes in a JVM of their own. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { SimFact } from '../../../electron/gateway/relay/frames.ts';
import type {
  RelayRequest,
  RelayUnderTest,
  ShellAnswer,
} from '../../relay-link/conformance/relay-under-test.ts';
import { createRadio } from '../radio/radio.ts';
import { createPhoneClock } from '../relay/phone-clock.ts';
import { ALL_PERMISSIONS, LINK_SERVICE, RelayApp } from './relay-app.ts';
import type { JsonObject } from './relay-jvm.ts';
import type { DialFromPhone } from './socks-door.ts';

export interface RelayAppUnderTest extends RelayUnderTest {
  readonly app: RelayApp;
}

/** The relay app on a fresh phone of its own, with all permissions, started and unpaired. */
export async function makeRelayAppUnderTest(request: RelayRequest): Promise<RelayAppUnderTest> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-app-'));
  const clock = createPhoneClock();
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl'), now: () => clock.wall() });
  let sims: readonly SimFact[] = request.sims;
  const app = new RelayApp({
    directory: path.join(directory, 'app'),
    radio,
    clock,
    dial: dialLoopback,
    androidId: randomUUID().replaceAll('-', '').slice(0, 16),
    startsItself: false,
    facts: () => ({
      sims,
      permissions: ALL_PERMISSIONS,
      power: { isCharging: true, percent: 80 },
      isAirplane: false,
      isDozing: false,
      isWhitelisted: true,
    }),
    ...(request.maxRows === undefined ? {} : { maxRows: request.maxRows }),
  });
  await app.startService(LINK_SERVICE);
  const call = async (method: string, extras: JsonObject): Promise<ShellAnswer> =>
    (await app.call(method, extras)) ?? { ok: false, reason: 'no answer' };
  return {
    app,
    pair: ({ code, pin, host, port, replace }) =>
      call('pair', { code, pin, host, port, ...(replace === undefined ? {} : { replace }) }),
    poke: (port) => call('poke', port === undefined ? {} : { port }),
    kill() {
      app.kill();
      return Promise.resolve();
    },
    killAt: (step) => app.killAt(step),
    isRunning: () => app.isRunning,
    restart() {
      // The app's death may be heard of by its sockets before its process is seen to be gone.
      app.kill();
      return app.start();
    },
    async reboot() {
      app.powerOff();
      radio.reboot();
      clock.reboot();
      await app.boot();
    },
    async advance(byMs) {
      clock.advance(byMs);
      await app.clockChanged();
    },
    skewWallClock(byMs) {
      clock.skew(byMs);
      void app.clockChanged();
    },
    radioLog: () => Promise.resolve(radio.log()),
    scriptRadio: (rules) => radio.script(rules),
    receive: (text) => void radio.receive(text),
    setSims(news) {
      sims = news;
      app.phoneChanged();
    },
    async stop() {
      await app.stop();
      radio.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const dialLoopback: DialFromPhone = ({ host, port }) =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
