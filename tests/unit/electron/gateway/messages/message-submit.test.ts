import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { createIdempotencyStore } from '../../../../../electron/gateway/messages/idempotency-store.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createSubmit } from '../../../../../electron/gateway/messages/message-submit.ts';
import { createNumberReader } from '../../../../../electron/gateway/messages/recipient-number.ts';
import type { Accepted } from '../../../../../electron/gateway/messages/submit-request.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { GatewayError } from '../../../../../electron/shared/gateway-error.ts';
import { sentence } from '../../../../../electron/shared/words/words.ts';
import type { QueueState } from '../../../../../electron/shared/states.ts';

const SENDER = { clientId: 'cli_1', mode: 'live' } as const;
const HELLO = { to: '+9779812345678', text: 'Hello' };

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-submit-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db, writer } = storage;
  const lanes = createLanes(createLaneStore(db), () => false, writer.ifUndone);
  const world: { refusal: QueueState | null; woken: number } = { refusal: null, woken: 0 };
  const submit = createSubmit({
    messages: createMessageStore(db, lanes),
    idempotency: createIdempotencyStore(db),
    events: createEventStore(db),
    feed: createFeed(),
    writer,
    clock: { now: () => 1_800_000_000_000, monotonic: () => 0 },
    readNumber: createNumberReader(() => null),
    resolveRoute: (request) => {
      if (request.device !== undefined)
        throw new GatewayError('invalid_device', sentence('refusal.none_online'));
      return { deviceId: null, simId: null };
    },
    routeByRules: () => null,
    refusal: () => world.refusal,
    wakeDispatcher: () => {
      world.woken += 1;
    },
  });
  const stored = () =>
    db.prepare<[], { count: number }>('SELECT count(*) AS count FROM messages').get()?.count;
  const breakDisk = () => {
    db.exec("CREATE TRIGGER broken BEFORE INSERT ON messages BEGIN SELECT raise(ABORT, 'broken'); END");
  };
  const mendDisk = () => {
    db.exec('DROP TRIGGER broken');
  };
  return { world, submit, stored, breakDisk, mendDisk };
}

describe('submit', () => {
  it('answers once the message is on disk, and wakes the dispatcher', async () => {
    const { submit, stored, world } = setup();
    const pending = submit(SENDER, HELLO, null);
    expect(stored()).toBe(0);
    expect(await pending).toMatchObject({ status: 'queued', parts: 1, to: HELLO.to, isReplay: false });
    expect(stored()).toBe(1);
    expect(world.woken).toBe(1);
  });

  it.each([
    ['invalid_request', { ...HELLO, to: '12' }],
    ['invalid_request', { ...HELLO, text: 'x'.repeat(2_000) }],
    ['invalid_device', { ...HELLO, device: 'Nobody' }],
  ])('rejects, and throws nothing, with %s', async (code, request) => {
    const { submit, stored, world } = setup();
    for (const key of [null, 'order-1']) {
      const pending = submit(SENDER, request, key);
      await expect(pending).rejects.toMatchObject({ code });
    }
    expect(stored()).toBe(0);
    expect(world.woken).toBe(0);
  });

  it('rejects with queue_blocked and the state that refuses', async () => {
    const { submit, world } = setup();
    world.refusal = 'backlog_full';
    await expect(submit(SENDER, HELLO, null)).rejects.toMatchObject({
      code: 'queue_blocked',
      details: { reason: 'backlog_full' },
    });
  });

  it('rejects what could not be stored', async () => {
    const { submit, world, breakDisk } = setup();
    breakDisk();
    await expect(submit(SENDER, HELLO, null)).rejects.toThrow('broken');
    expect(world.woken).toBe(0);
  });
});

describe('submit with a key', () => {
  it('answers a repeat with the message of the first, also when the queue refuses meanwhile', async () => {
    const { submit, stored, world } = setup();
    const first = await submit(SENDER, HELLO, 'order-1');
    world.refusal = 'storage_low';
    const again = await submit(SENDER, HELLO, 'order-1');
    expect(again).toEqual({ ...first, isReplay: true } satisfies Accepted);
    expect(stored()).toBe(1);
    expect(world.woken).toBe(1);
  });

  it('refuses it with another body', async () => {
    const { submit } = setup();
    await submit(SENDER, HELLO, 'order-1');
    const other = submit(SENDER, { ...HELLO, text: 'Bye' }, 'order-1');
    await expect(other).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  });

  it('stores one message for two at once, and tells the second to come back', async () => {
    const { submit, stored } = setup();
    const [first, second] = await Promise.allSettled([
      submit(SENDER, HELLO, 'order-1'),
      submit(SENDER, HELLO, 'order-1'),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'idempotency_in_progress' } });
    expect(stored()).toBe(1);
  });

  it('is free again after a request that was refused or could not be stored', async () => {
    const { submit, stored, world, breakDisk, mendDisk } = setup();
    world.refusal = 'backlog_full';
    await expect(submit(SENDER, HELLO, 'order-1')).rejects.toMatchObject({ code: 'queue_blocked' });
    world.refusal = null;
    breakDisk();
    await expect(submit(SENDER, HELLO, 'order-1')).rejects.toThrow('broken');
    mendDisk();
    expect(await submit(SENDER, HELLO, 'order-1')).toMatchObject({ isReplay: false });
    expect(stored()).toBe(1);
  });
});
