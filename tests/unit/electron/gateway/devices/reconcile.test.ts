/** The state of asking phones, over real tables: how it begins, what ends it, and what a disk that takes nothing does to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createReconcile } from '../../../../../electron/gateway/devices/reconcile.ts';
import { createReconcileStore } from '../../../../../electron/gateway/devices/reconcile-store.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { fakeSession, LEDGER } from './fake-session.ts';

const NOW = 10_000_000;
const HOUR = 3_600_000;

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-reconcile-'));
  const storage = openStorage(directory);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const devices = createDeviceStore(storage.db);
  for (const id of ['dev_1', 'dev_2']) {
    const token_hash = Buffer.from(id);
    devices.insert({
      ...{ id, name: id, model: 'Test', android: 35, mode: 'live', hardware_serial: null, token_hash },
      ...{ ledger_id: LEDGER, parts_per_minute: null, paired_at: 1 },
    });
  }
  const store = createReconcileStore(storage.db);
  const world = { isDiskFull: false, attempts: new Set<string>(), phones: ['dev_1', 'dev_2'] };
  const log: string[] = [];
  const make = () =>
    createReconcile({
      store,
      pairedPhones: () => world.phones.map((id) => ({ id, name: id, isLinked: false })),
      dialAnew: () => log.push('dial anew'),
      isAttemptKnown: (id) => world.attempts.has(id),
      adoptAfter: (after) => {
        log.push(`adopt after ${after}`);
        return after === '' ? 'req_1' : null;
      },
      cancelWaiting: () => {
        log.push('cancel waiting');
        return false;
      },
      resendCancels: () => log.push('resend cancels'),
      events: {
        append: ({ type, data }) => {
          log.push(`${type} ${JSON.stringify(data['phones_not_asked'] ?? data['cause'])}`);
        },
      },
      feed: { note: () => undefined, tell: () => undefined },
      writer: {
        write: (unit) =>
          world.isDiskFull
            ? Promise.reject(new Error('the disk is full'))
            : storage.writer.write(() => unit()),
      },
      clock: { now: () => NOW, monotonic: () => 0 },
      log: silentLogger,
      wake: () => log.push('woken'),
    });
  const told = async (reconcile: ReturnType<typeof make>, deviceId: string): Promise<void> => {
    await storage.writer.write(() => {
      reconcile.storePlace(fakeSession(deviceId), null);
    });
    await reconcile.told(deviceId);
  };
  const helloOf = (deviceId: string, more: object = {}) => ({
    ...fakeSession(deviceId).hello,
    token: 'token',
    ...more,
  });
  return { world, log, make, told, helloOf, store };
}

const ENDED = ['adopt after ', 'adopt after req_1', 'cancel waiting'];

describe('reconcile', () => {
  it('begins with the first phone that knows more, asks all of them, and is there after a restart', async () => {
    const { make, log, helloOf } = setup();
    const first = make();
    await first.compare(helloOf('dev_1', { newest_attempt_id: 'att_9' }), 5 * HOUR);
    expect(first.isHolding()).toBe(true);
    expect(log).toEqual(['reconcile.started "hello"', 'dial anew']);
    const second = make();
    expect(second.heldSince()).toBe(NOW);
    expect(second.placeOf('dev_1')).toEqual({ since: 4 * HOUR, after: null });
    expect(second.placeOf('dev_2')).toEqual({ since: 0, after: null });
    expect(second.phones().map(({ hasAnswered }) => hasAnswered)).toEqual([false, false]);
  });

  it('is not begun by a phone that knows what is known, nor twice by one that has told everything', async () => {
    const { make, told, helloOf, world } = setup();
    const reconcile = make();
    world.attempts.add('att_1');
    await reconcile.compare(helloOf('dev_1', { newest_attempt_id: 'att_1' }), null);
    expect(reconcile.isHolding()).toBe(false);
    await reconcile.compare(helloOf('dev_1', { acked_seq: 7 }), null);
    expect(reconcile.isHolding()).toBe(true);
    for (const id of ['dev_1', 'dev_2']) await told(reconcile, id);
    expect(reconcile.isHolding()).toBe(false);
    await reconcile.compare(helloOf('dev_1', { newest_attempt_id: 'att_1' }), null);
    expect(reconcile.isHolding()).toBe(false);
  });

  it('ends when the last phone has told, after what they told was given back', async () => {
    const { make, told, helloOf, log, store } = setup();
    const reconcile = make();
    await reconcile.compare(helloOf('dev_1', { acked_seq: 7 }), null);
    await told(reconcile, 'dev_1');
    expect(reconcile.isHolding()).toBe(true);
    expect(log).not.toContain('woken');
    await told(reconcile, 'dev_2');
    expect(reconcile.isHolding()).toBe(false);
    expect(log.slice(2)).toEqual([...ENDED, 'reconcile.finished []', 'resend cancels', 'woken']);
    expect(store.startedAt()).toBeNull();
    expect(store.phones()).toEqual([]);
  });

  it('goes on where a page ended, also after a restart', async () => {
    const { make, helloOf, store } = setup();
    await make().compare(helloOf('dev_1', { acked_seq: 7 }), null);
    store.moveOn('dev_1', { since: 99, after: 'att_5' });
    expect(make().placeOf('dev_1')).toEqual({ since: 99, after: 'att_5' });
  });

  it('holds on where its end can not be stored, and ends by itself when there is room', async () => {
    const { make, told, helloOf, log, world } = setup();
    world.phones = ['dev_1'];
    const reconcile = make();
    await reconcile.compare(helloOf('dev_1', { acked_seq: 7 }), null);
    const answer = told(reconcile, 'dev_1');
    world.isDiskFull = true;
    await answer;
    expect(reconcile.isHolding()).toBe(true);
    world.isDiskFull = false;
    vi.advanceTimersByTime(2_000);
    await vi.waitFor(() => {
      expect(reconcile.isHolding()).toBe(false);
    });
    expect(log).toContain('reconcile.finished []');
  });

  it('is released by the operator with what was not asked on record; the phone is asked when it comes', async () => {
    const { make, told, helloOf, log } = setup();
    const reconcile = make();
    await reconcile.compare(helloOf('dev_1', { acked_seq: 7 }), null);
    await told(reconcile, 'dev_1');
    await reconcile.release();
    expect(reconcile.isHolding()).toBe(false);
    expect(log).toContain('reconcile.released ["dev_2"]');
    expect(make().placeOf('dev_2')).not.toBeNull();
    log.length = 0;
    await told(reconcile, 'dev_2');
    expect(log).toEqual(ENDED.slice(0, 2));
    expect(reconcile.placeOf('dev_2')).toBeNull();
  });

  it('does not wait for a phone that was removed', async () => {
    const { make, told, helloOf, world } = setup();
    const reconcile = make();
    await reconcile.compare(helloOf('dev_1', { acked_seq: 7 }), null);
    world.phones = ['dev_1'];
    await told(reconcile, 'dev_1');
    expect(reconcile.isHolding()).toBe(false);
  });
});
