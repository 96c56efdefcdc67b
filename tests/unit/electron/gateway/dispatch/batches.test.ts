/** Batches in the real queue: held, let go and cancelled while phones take their messages; and who waits beside them. */
import { describe, expect, it } from 'vitest';
import { SENT, setUpQueue, type QueueWorld } from './queue-world.ts';

describe('a batch that is paused', () => {
  it('hands out no more, and goes on where it was when it is resumed', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 10 });
    const { batchId, ids } = await world.submitBatch(25);
    await world.settle();
    expect(phone.taken).toHaveLength(10);
    const paused = await world.batchActions.pause(batchId, null);
    expect(paused).toMatchObject({ state: 'paused', counts: { queued: 15, sent: 10 } });
    await world.advance(120_000);
    expect(phone.taken).toHaveLength(10);
    expect(world.dispatcher.whyWaiting(world.row(ids.at(-1) ?? ''))).toMatchObject({ reason: 'paused' });
    await world.batchActions.resume(batchId, null);
    await world.advance(130_000);
    expect(phone.taken.map(({ message }) => message.requestId)).toEqual(ids);
    expect(world.batch(batchId)).toMatchObject({ state: 'finished', counts: { sent: 25, queued: 0 } });
    expect(world.eventsOf('batch.finished')).toEqual([batchId]);
  });

  it('holds up no other batch of its client', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    const first = await world.submitBatch(5);
    await world.batchActions.pause(first.batchId, null);
    phone.taken.length = 0;
    const second = await world.submitBatch(5);
    await world.settle();
    expect(phone.taken.map(({ message }) => message.requestId)).toEqual(second.ids);
  });

  it('takes back what a phone proved unsent, and keeps it until it is resumed', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => null, window: 1 });
    const { batchId, ids } = await world.submitBatch(1);
    await world.settle();
    await world.batchActions.pause(batchId, null);
    phone.answer = () => SENT;
    await world.report(ids[0] ?? '', { state: 'rejected', reason: 'paced', retry_after_ms: 1_000 });
    await world.advance(60_000);
    expect([world.row(ids[0] ?? '').state, phone.taken.length]).toEqual(['queued', 1]);
    await world.batchActions.resume(batchId, null);
    await world.advance(60_000);
    expect(world.row(ids[0] ?? '').state).toBe('sent');
  });

  it('is paused in the turn that hands it out: each message went, or waits', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { window: 1_000 });
    const submitted = world.submitBatch(600);
    const { batchId } = await submitted;
    await world.batchActions.pause(batchId, null);
    await world.settle();
    const { counts } = world.batch(batchId);
    expect(counts.sent + counts.queued).toBe(600);
    expect(counts.sent).toBe(phone.taken.length);
  });

  it('stays paused over a restart of the queue, which reads what is held', async () => {
    const world = setUpQueue();
    const { batchId } = await world.submitBatch(3);
    await world.batchActions.pause(batchId, null);
    expect(world.heldLanes()).toEqual([batchId]);
  });
});

describe('a batch that is cancelled', () => {
  it('cancels what waits, asks phones for what they hold, and ends when they answered', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => null, partsPerMinute: 3 });
    const { batchId, ids } = await world.submitBatch(1_000);
    await world.settle();
    const cancelled = await world.batchActions.cancel(batchId, null);
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      cancelling: 0,
      finished_at: null,
      counts: { sending: 3, cancelled: 997, queued: 0 },
    });
    expect(world.cancelled).toHaveLength(3);
    await world.report(ids[0] ?? '', SENT);
    await world.report(ids[1] ?? '', { state: 'rejected', reason: 'cancelled' });
    expect(world.eventsOf('batch.finished')).toEqual([]);
    await world.report(ids[2] ?? '', { state: 'rejected', reason: 'paced', retry_after_ms: 1_000 });
    await world.advance(60_000);
    expect(phone.taken).toHaveLength(3);
    expect(world.batch(batchId)).toMatchObject({
      state: 'cancelled',
      finished_at: expect.any(Number) as unknown,
      counts: { sent: 1, cancelled: 999 },
    });
    expect(world.eventsOf('batch.finished')).toEqual([batchId]);
    expect(world.eventsOf('message.cancelled')).toHaveLength(999);
  });

  it('says the same again, and is a conflict once it is finished', async () => {
    const world = setUpQueue();
    world.addPhone('a');
    const { batchId } = await world.submitBatch(2);
    await world.settle();
    for (const act of ['cancel', 'pause', 'resume'] as const) {
      await expect(world.batchActions[act](batchId, null)).rejects.toMatchObject({
        code: 'conflict',
        details: { status: 'finished' },
      });
    }
    const second = await world.submitBatch(2, { simId: 'sim_gone' });
    for (let times = 0; times < 2; times += 1) {
      expect(await world.batchActions.cancel(second.batchId, null)).toMatchObject({
        state: 'cancelled',
        counts: { cancelled: 2 },
      });
    }
    await expect(world.batchActions.resume(second.batchId, null)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is gone on with where a crash cut it short, and nothing of it is sent meanwhile', async () => {
    const world = setUpQueue();
    const { batchId } = await world.submitBatch(600);
    world.cutCancelShort(batchId);
    const phone = world.addPhone('a');
    await world.advance(3_000);
    expect([world.states(), phone.taken.length]).toEqual([{ queued: 600 }, 0]);
    world.batchActions.start();
    await world.settle();
    expect(world.states()).toEqual({ cancelled: 600 });
    expect(world.batch(batchId)).toMatchObject({ state: 'cancelled', cancelling: 0 });
    await world.batchActions.stop();
  });

  it('is nothing to another client, nor in the other mode', async () => {
    const world = setUpQueue();
    const { batchId } = await world.submitBatch(2, { clientId: 'shop' });
    for (const sender of [
      { clientId: 'other', mode: 'live' },
      { clientId: 'shop', mode: 'test' },
    ] as const) {
      await expect(world.batchActions.cancel(batchId, sender)).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(world.batch(batchId).state).toBe('running');
  });
});

describe('a batch whose messages end by themselves', () => {
  it('finishes when the last has expired', async () => {
    const world = setUpQueue();
    const { batchId } = await world.submitBatch(300, { ttlSeconds: 60 });
    await world.advance(62_000);
    expect(world.batch(batchId)).toMatchObject({ state: 'finished', counts: { expired: 300 } });
  });

  it('is forgotten by the lanes when nothing of it waits', async () => {
    const world = setUpQueue();
    for (let times = 0; times < 20; times += 1) await world.submitBatch(2);
    expect(world.knownLanes()).toBe(20);
    world.addPhone('a');
    await world.advance(2_000);
    expect([world.states(), world.knownLanes()]).toEqual([{ sent: 40 }, 0]);
  });
});

const p99 = (waits: readonly number[]): number =>
  waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.99) - 1] ?? Number.NaN;

/** How long each of these waited until a phone had it, in milliseconds; one that waits still counts from then to now. */
function waitsOf(
  world: QueueWorld,
  phones: readonly ReturnType<QueueWorld['addPhone']>[],
  ids: ReadonlyMap<string, number>,
) {
  const taken = new Map(
    phones.flatMap((phone) => phone.taken.map(({ at, message }) => [message.requestId, at] as const)),
  );
  return [...ids].map(([id, at]) => (taken.get(id) ?? world.clock.monotonic) - at);
}

describe('beside 50,000 of one client that wait as bulk', () => {
  it.each([1, 3])(
    'urgent texts and codes of others wait a minute at most, with %i phones',
    async (count) => {
      const world = setUpQueue();
      const phones = Array.from({ length: count }, (_, index) =>
        world.addPhone(`p${index}`, { partsPerMinute: 120, window: 32 }),
      );
      // Codes are sent here: a fifth of each minute is kept for them.
      await world.submit(count, { priority: 'otp', clientId: 'codes' });
      await world.settle();
      const { batchId } = await world.submitBatch(50_000, { clientId: 'shop' });
      const urgent = new Map<string, number>();
      const codes = new Map<string, number>();
      for (let second = 0; second < 300; second += 1) {
        const at = world.clock.monotonic;
        for (const id of await world.submit(1, { clientId: 'desk' })) urgent.set(id, at);
        if (second % 5 === 0) {
          for (const id of await world.submit(1, { priority: 'otp', clientId: 'codes' })) codes.set(id, at);
        }
        await world.advance(1_000);
      }
      const [urgentWaits, codeWaits] = [waitsOf(world, phones, urgent), waitsOf(world, phones, codes)];
      console.info(
        `${count} phone(s): p99 wait ${p99(urgentWaits) / 1_000} s transactional, ${p99(codeWaits) / 1_000} s codes, ` +
          `${world.batch(batchId).counts.sent} of the batch sent in 5 min`,
      );
      expect(Math.max(...urgentWaits)).toBeLessThanOrEqual(61_000);
      expect(Math.max(...codeWaits)).toBeLessThanOrEqual(1_000);
      // The batch goes on: what is left of each minute is its own, and a tenth at least.
      expect(world.batch(batchId).counts.sent).toBeGreaterThan(count * 120 * 0.1 * 5);
    },
    120_000,
  );
});
