import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeviceService } from '../../../../../electron/gateway/devices/device-service.ts';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import type { PhoneFrames } from '../../../../../electron/gateway/relay/frames.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { fakeSession, LEDGER } from './fake-session.ts';

const FACTS = { id: 3, slot: 1, carrier: null, mcc_mnc: null, number: null };

/** A paired phone with one SIM, and a session that writes down what it is told. */
async function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-switch-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const clock = { now: () => 1_800_000_000_000, monotonic: () => 0 };
  const open = () =>
    createDeviceService({
      store: createDeviceStore(storage.db),
      writer: storage.writer,
      clock,
      feed: createFeed(),
      events: createEventStore(storage.db),
      stopWords: ['STOP'],
    });
  const devices = open();
  const pairing = { t: 'pair', v: 1, code: 'x', ledger_id: LEDGER, android: 35, model: 'Test' } as const;
  const purpose = { mode: 'live', hardwareSerial: null, partsPerMinute: null, name: 'Till' } as const;
  const paired = await devices.pair(pairing, purpose);
  if (!paired.ok) throw new Error(paired.message);
  const hello = (sims: PhoneFrames['hello']['sims'] = [FACTS], ledgerId = LEDGER): PhoneFrames['hello'] => ({
    t: 'hello',
    v: 1,
    device_id: paired.deviceId,
    token: paired.token,
    ledger_id: ledgerId,
    newest_attempt_id: null,
    acked_seq: 0,
    app_version: '1.0.0',
    android: 35,
    model: 'Test',
    boot_id: 'boot',
    sims,
  });
  const session = fakeSession(paired.deviceId);
  const { told } = session;
  const shake = async (frame = hello()) => {
    const answer = await devices.authenticate(frame);
    if (!answer.ok) throw new Error(answer.message);
    return answer.config.inbox.sims;
  };
  return { devices, open, session, told, shake, hello };
}

describe('switchInbox', () => {
  it('is told at once to a linked phone', async () => {
    const { devices, session, told, shake } = await setup();
    expect(await shake()).toEqual([]);
    devices.linked(session);
    expect(await devices.switchInbox('Till/1', true)).toMatchObject({
      deviceName: 'Till',
      slot: 1,
      isTold: true,
    });
    expect(told.map((config) => config.inbox)).toEqual([{ sims: [3], stop_words: ['STOP'] }]);
  });

  it('reaches a phone whose handshake had read the old state', async () => {
    const { devices, session, told, shake } = await setup();
    expect(await shake()).toEqual([]);
    expect((await devices.switchInbox('Till/1', true)).isTold).toBe(false);
    devices.linked(session);
    expect(told.map((config) => config.inbox.sims)).toEqual([[3]]);
  });

  it('is not told again to a phone that its welcome told', async () => {
    const { devices, session, told, shake } = await setup();
    await shake();
    await devices.switchInbox('Till/1', true);
    expect(await shake()).toEqual([3]);
    devices.linked(session);
    expect(told).toEqual([]);
  });

  it('outlives a restart and a hello, but not another ledger or another SIM', async () => {
    const { devices, open, shake, hello } = await setup();
    await shake();
    await devices.switchInbox('Till/1', true);
    const restarted = await open().authenticate(hello());
    expect(restarted).toMatchObject({ ok: true, config: { inbox: { sims: [3] } } });
    expect(await shake(hello([{ ...FACTS, id: 4 }]))).toEqual([]);
    expect(await shake(hello([FACTS], 'cd'.repeat(16)))).toEqual([]);
    expect(await shake(hello())).toEqual([3]);
  });

  it('still knows a SIM that was taken out: what it received may come late', async () => {
    const { devices, session, shake, hello } = await setup();
    await shake();
    await devices.switchInbox('Till/1', true);
    await shake(hello([]));
    expect(devices.simOf(session, 3)?.takesTexts).toBe(true);
    await expect(devices.switchInbox('Till/1', false)).rejects.toMatchObject({ code: 'not_found' });
  });
});
