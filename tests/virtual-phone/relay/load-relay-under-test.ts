/** The load relay, as the conformance suite wants it. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RelayRequest, RelayUnderTest } from '../../relay-link/conformance/relay-under-test.ts';
import { createRadio } from '../radio/radio.ts';
import type { PhoneRelay, RelayStep } from '../../../electron/gateway/demo-phone/phone-relay-types.ts';
import { createLoadRelay } from './load-relay.ts';
import { createPhoneClock } from './phone-clock.ts';

/** A load relay that runs on a fresh phone of its own. */
export async function makeLoadRelayUnderTest(request: RelayRequest): Promise<RelayUnderTest> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-load-'));
  const clock = createPhoneClock();
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl') });
  let killStep: RelayStep | null = null;
  const relay: PhoneRelay = createLoadRelay({
    directory: path.join(directory, 'relay'),
    radio,
    clock,
    model: 'Load One',
    android: 34,
    sims: request.sims,
    random: () => 0.5,
    ...(request.maxRows === undefined ? {} : { maxRows: request.maxRows }),
    onStep(step) {
      if (step !== killStep) return;
      killStep = null;
      relay.kill();
    },
  });
  relay.start();
  return {
    pair: (order) => Promise.resolve(relay.pair(order)),
    poke: (port) => Promise.resolve(relay.poke(port)),
    kill() {
      relay.kill();
      return Promise.resolve();
    },
    killAt(step) {
      killStep = step;
    },
    isRunning: () => relay.state.isRunning,
    restart() {
      relay.start();
      return Promise.resolve();
    },
    reboot() {
      relay.kill();
      radio.reboot();
      clock.reboot();
      relay.start();
      return Promise.resolve();
    },
    advance(byMs) {
      clock.advance(byMs);
      return Promise.resolve();
    },
    skewWallClock: (byMs) => clock.skew(byMs),
    radioLog: () => Promise.resolve(radio.log()),
    scriptRadio: (rules) => radio.script(rules),
    receive: (text) => void radio.receive(text),
    setSims: (sims) => relay.setSims(sims),
    async stop() {
      await relay.stop();
      radio.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
