/** What a false or broken gateway can do to the relay app itself: nothing. */
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAX_FRAME_BYTES } from '../../../electron/gateway/relay/frames.ts';
import { type FalseGateway, startFalseGateway } from '../../relay-link/conformance/false-gateway.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  makeRelayAppUnderTest,
  type RelayAppUnderTest,
} from '../../virtual-phone/fidelity/relay-app-under-test.ts';

const SIM = { id: 1, slot: 1, carrier: 'Carrier', mcc_mnc: '26201', number: null };

async function setup(): Promise<{ gateway: FalseGateway; relay: RelayAppUnderTest }> {
  const gateway = await startFalseGateway();
  const relay = await makeRelayAppUnderTest({ sims: [SIM] });
  onTestFinished(async () => {
    await relay.stop();
    await gateway.goAway();
  });
  return { gateway, relay };
}

const pair = (relay: RelayAppUnderTest, { code, pin, port }: FalseGateway, change: { pin?: string } = {}) =>
  relay.pair({ code, pin, host: '127.0.0.1', port, ...change });

/** What a process holds open, as the system counts it. */
const held = (pid: number) => ({
  threads: readdirSync(`/proc/${pid}/task`).length,
  files: readdirSync(`/proc/${pid}/fd`).length,
});

/** Milliseconds between the arrivals of the app at a gateway. */
async function gaps(arrivals: () => number, count: number): Promise<number[]> {
  const found: number[] = [];
  let last = Date.now();
  let seen = arrivals();
  while (found.length < count) {
    const before = seen;
    await waitFor('the next dial', () => arrivals() > before, { deadlineMs: 40_000, everyMs: 5 });
    seen = arrivals();
    found.push(Date.now() - last);
    last = Date.now();
  }
  return found;
}

function garbage(random: Random): string {
  const deep = '['.repeat(5_000);
  const lines: readonly [string, ...string[]] = [
    'hello?',
    '',
    'null',
    '[]',
    '"t"',
    '{}',
    '{"t":null}',
    '{"t":["send"]}',
    `{"t":"send","x":${deep}`,
    `{"t":"send","session":1e999,"attempt_id":{}}`,
    '{"t":"welcome","v":1,"session":-1,"time":"now","last_seq":null,"config":[]}',
    '{"t":"config","session":1,"config":{"heartbeat_charging_seconds":-5}}',
    '{"t":"ack","session":1,"ledger_id":7,"seq":"all"}',
    '{"t":"query","session":1,"query_id":"q","attempt_ids":{}}',
    '{"t":"cancel","session":1,"attempt_id":"\u0000"}',
    '{"t":"ping","t":"ping","session":1,"session":',
    '\ud800\udfff{"t":"ping"}',
    JSON.stringify({ t: 'ping', filler: 'x'.repeat(MAX_FRAME_BYTES) }),
    Array.from({ length: 200 }, () => String.fromCharCode(1 + random.below(0xd000)))
      .join('')
      .replaceAll('\n', ' '),
  ];
  return random.pick(lines);
}

describe('a false gateway', () => {
  it('with the wrong key gets not one frame, and the app takes ever longer to come again', async () => {
    const { gateway, relay } = await setup();
    expect(await pair(relay, gateway)).toEqual({ ok: true });
    await gateway.welcomed(1);
    const impostor = await startFalseGateway();
    onTestFinished(() => impostor.goAway());
    await gateway.goAway();
    await impostor.goAway();
    impostor.port = gateway.port;
    await impostor.listen();
    const waits = await gaps(() => impostor.brokenHandshakes, 3);
    expect(impostor.connections.flatMap((connection) => connection.frames)).toEqual([]);
    expect(waits[2] ?? 0).toBeGreaterThan((waits[0] ?? 0) * 1.5);
    expect(relay.isRunning()).toBe(true);
  }, 60_000);

  it('that answers a pairing with another key than the pinned one is refused for good', async () => {
    const { gateway, relay } = await setup();
    expect(await pair(relay, gateway, { pin: 'ab'.repeat(32) })).toEqual({ ok: true });
    await waitFor('the app to have turned away', () => gateway.brokenHandshakes > 0);
    await pause(2_500);
    expect(gateway.connections.flatMap((connection) => connection.frames)).toEqual([]);
    expect(gateway.brokenHandshakes).toBe(1);
    expect(await relay.poke()).toEqual({ ok: false, reason: 'not_paired' });
  });

  it('that sends a hundred lines of garbage and floods costs no thread and no file, and the app still sends', async () => {
    const { gateway, relay } = await setup();
    expect(await pair(relay, gateway)).toEqual({ ok: true });
    await gateway.welcomed(1);
    const random = createRandom(7);
    const before = held(relay.app.pid);
    let link = await gateway.welcomed(1);
    for (let n = 0; n < 100; n += 1) {
      link.writeLine(garbage(random));
      // Some of it is skipped, as an unknown type is; the rest ends the connection.
      await Promise.race([link.settled(), link.waitClosed()]);
      if (!link.isClosed) continue;
      await relay.poke();
      const last = link.session ?? 0;
      link = await waitFor('the app to come back', () =>
        gateway.connections.find((each) => (each.session ?? 0) > last),
      );
    }
    link.send({
      t: 'send',
      attempt_id: 'att_after_garbage',
      request_id: 'req_after_garbage',
      to: '+4915112345678',
      text: 'still here',
      sim: { id: SIM.id, mcc_mnc: SIM.mcc_mnc },
      max_parts: 1,
      delivery_report: false,
      sensitive: false,
      not_after: gateway.now() + 60_000,
    });
    await link.report('att_after_garbage', 'sent');
    expect(await relay.radioLog()).toHaveLength(1);
    const after = held(relay.app.pid);
    expect(after.threads).toBeLessThan(before.threads + 5);
    expect(after.files).toBeLessThan(before.files + 10);
  }, 120_000);
});
