import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createDeviceService } from '../../../../../electron/gateway/devices/device-service.ts';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import type { PhoneFrames } from '../../../../../electron/gateway/relay/frames.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { fakeSession, LEDGER, type FakeSession } from './fake-session.ts';

const sim = (id: number) => ({ id, slot: id, carrier: 'Test', mcc_mnc: '42901', number: null });

/** A paired phone whose hello tells of these SIMs. */
async function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-presence-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const clock = { wall: 1_800_000_000_000, monotonic: 0 };
  const devices = createDeviceService({
    store: createDeviceStore(storage.db),
    writer: storage.writer,
    clock: { now: () => clock.wall, monotonic: () => clock.monotonic },
    feed: createFeed(),
    events: createEventStore(storage.db),
    stopWords: [],
  });
  const pairing = { t: 'pair', v: 1, code: 'x', ledger_id: LEDGER, android: 35, model: 'Test' } as const;
  const paired = await devices.pair(pairing, {
    mode: 'live',
    hardwareSerial: null,
    partsPerMinute: null,
    name: null,
  });
  if (!paired.ok) throw new Error(paired.reason);
  const { deviceId, token } = paired;
  return {
    clock,
    devices,
    link: async (...simIds: readonly number[]): Promise<FakeSession> => {
      const session = fakeSession(deviceId);
      await devices.authenticate({ ...session.hello, token, sims: simIds.map(sim) });
      devices.linked(session);
      devices.queried(session);
      return session;
    },
    beat: (session: FakeSession, ...simIds: readonly number[]) => {
      const heartbeat: PhoneFrames['heartbeat'] = {
        t: 'heartbeat',
        session: 1,
        battery_percent: 80,
        charging: true,
        sims: simIds.map((id) => ({ id, in_service: true, signal: 4, operator: 'Test' })),
        permissions: { SEND_SMS: true },
        doze: false,
        battery_optimised: false,
        clock_skew_ms: 0,
        ledger: { rows: 0, open: 0, unacked: 0 },
      };
      devices.heartbeat(session, heartbeat);
    },
  };
}

it('makes a phone say hello again when a SIM appears after it, and then sends through that SIM', async () => {
  const { link, beat, devices } = await setup();
  const early = await link();
  beat(early, 1);
  expect(early.closedBecause).toHaveLength(1);
  expect(devices.readySims()).toEqual([]);
  const late = await link(1);
  beat(late, 1);
  expect(late.closedBecause).toEqual([]);
  expect(devices.readySims()).toHaveLength(1);
});

it('does so too when another SIM is in the phone, or one is gone', async () => {
  const { link, beat } = await setup();
  const swapped = await link(1);
  beat(swapped, 2);
  expect(swapped.closedBecause).toHaveLength(1);
  const gone = await link(1, 2);
  beat(gone, 1);
  expect(gone.closedBecause).toHaveLength(1);
});

it('asks once for the same SIMs: a phone that can not tell more stays linked', async () => {
  const { link, beat } = await setup();
  beat(await link(), 1);
  const again = await link();
  beat(again, 1);
  expect(again.closedBecause).toEqual([]);
});

it('leaves a phone alone whose SIMs are those of its hello', async () => {
  const { link, beat } = await setup();
  const session = await link(2, 1);
  beat(session, 1, 2);
  expect(session.closedBecause).toEqual([]);
});

it('keeps a phone fresh when the clock of the computer is set back or forward', async () => {
  const { link, beat, devices, clock } = await setup();
  beat(await link(1), 1);
  for (const step of [-20_700_000, 41_400_000]) {
    clock.wall += step;
    expect(devices.list('live').map((device) => device.state)).toEqual(['ready']);
  }
  clock.monotonic += 60_000;
  expect(devices.list('live').map((device) => device.state)).toEqual(['limited']);
});

it('says why a phone rests, until its rest is over', async () => {
  const { link, beat, devices, clock } = await setup();
  const session = await link(1);
  beat(session, 1);
  devices.setTrouble(session.deviceId, { code: 'phone_error', until: 5_000 });
  expect(devices.list('live')[0]).toMatchObject({ state: 'limited', problems: ['phone_error'] });
  expect(devices.readySims()).toEqual([]);
  clock.monotonic = 5_000;
  expect(devices.readySims()).toHaveLength(1);
});

it('counts the time since a submit from the start of the gateway, then from the last that the phone told of', async () => {
  const { clock, devices, link } = await setup();
  const { deviceId } = await link(1);
  clock.monotonic += 60_000;
  expect(devices.sinceSubmitMs(deviceId)).toBe(60_000);
  devices.sawSubmit(deviceId);
  clock.monotonic += 5_000;
  expect(devices.sinceSubmitMs(deviceId)).toBe(5_000);
});
