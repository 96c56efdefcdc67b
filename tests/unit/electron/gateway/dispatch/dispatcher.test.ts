import { describe, expect, it } from 'vitest';
import { NO_SERVICE, NOON, SENT, setUpQueue, type FakePhone } from './queue-world.ts';

const partsIn = (phone: FakePhone, from: number, to: number): number =>
  phone.taken.filter(({ at }) => at >= from && at < to).length;

describe('messages that can not go', () => {
  it('pinned to a SIM that is gone do not hold those for any phone', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    const [pinned] = await world.submit(8, { simId: 'sim_gone' });
    await world.submit(10);
    await world.settle();
    expect(phone.taken).toHaveLength(10);
    expect(world.dispatcher.whyWaiting(world.row(pinned ?? ''))).toEqual({
      reason: 'no_device',
      until: null,
      isTargetGone: true,
      isTakeoverAsked: false,
    });
  });

  it('pinned to a phone whose minute is used up do not hold those for any phone', async () => {
    const world = setUpQueue();
    world.addPhone('a', { partsPerMinute: 25 });
    await world.submit(200, { deviceId: 'dev_a' });
    await world.settle();
    const other = world.addPhone('b', { partsPerMinute: 25 });
    await world.submit(20);
    await world.settle();
    expect(other.taken).toHaveLength(20);
  });

  it('whose time is over do not hold fresh ones', async () => {
    const world = setUpQueue();
    await world.submit(3_000, { ttlSeconds: 60 });
    world.clock.wall += 61_000;
    const phone = world.addPhone('a', { window: 100 });
    const fresh = await world.submit(20);
    await world.settle();
    expect(phone.taken.map(({ message }) => message.requestId)).toEqual(fresh);
    await world.advance(5_000);
    expect(world.states()).toEqual({ expired: 3_000, sent: 20 });
  });

  it('of a paused client wait, and those of others go', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    await world.hold('client', 'paused', true);
    const [held] = await world.submit(5, { clientId: 'paused' });
    await world.submit(5);
    await world.settle();
    expect(phone.taken).toHaveLength(5);
    expect(world.dispatcher.whyWaiting(world.row(held ?? ''))).toMatchObject({ reason: 'paused' });
    await world.hold('client', 'paused', false);
    await world.settle();
    expect(phone.taken).toHaveLength(10);
  });

  it('leave a paused phone to others', async () => {
    const world = setUpQueue();
    const [paused, other] = [world.addPhone('a'), world.addPhone('b')];
    await world.hold('device', 'dev_a', true);
    const [pinned] = await world.submit(2, { deviceId: 'dev_a' });
    await world.submit(10);
    await world.settle();
    expect([paused.taken.length, other.taken.length]).toEqual([0, 10]);
    expect(world.dispatcher.whyWaiting(world.row(pinned ?? ''))).toMatchObject({ reason: 'paused' });
  });

  it('stay where they are while the database can not be relied on, also past their time', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    world.usageZone.isStorageBroken = true;
    const [waits] = await world.submit(3, { ttlSeconds: 60 });
    await world.advance(120_000, 30_000);
    expect([phone.taken.length, world.row(waits ?? '').state]).toEqual([0, 'queued']);
  });

  it('of bulk wait for the end of the quiet hours', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    world.usageZone.quietUntil = (now) => (now < NOON + 5_000 ? NOON + 5_000 : null);
    const [bulk] = await world.submit(3, { priority: 'bulk' });
    await world.submit(2);
    await world.settle();
    expect(phone.taken).toHaveLength(2);
    expect(world.dispatcher.whyWaiting(world.row(bulk ?? ''))).toMatchObject({
      reason: 'quiet_hours',
      until: NOON + 5_000,
    });
    await world.advance(5_000);
    expect(phone.taken).toHaveLength(5);
  });

  it('wait for the end of the day when the SIM has a cap', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { dayCap: 3 });
    const ids = await world.submit(5);
    await world.settle();
    expect(phone.taken).toHaveLength(3);
    expect(world.dispatcher.whyWaiting(world.row(ids[4] ?? ''))).toMatchObject({
      reason: 'daily_cap',
      until: Date.parse('2026-03-15T00:00:00Z'),
    });
    world.clock.wall = Date.parse('2026-03-15T00:00:00Z');
    await world.advance(1_000);
    expect(phone.taken).toHaveLength(5);
  });
});

describe('messages whose SIM has used its caps', () => {
  const whenTold = async (caps: { dayCap?: number; monthCap?: number }, wall: string, parts = 1) => {
    const world = setUpQueue();
    world.clock.wall = Date.parse(wall);
    world.addPhone('a', caps);
    const ids = await world.submit(3, { parts });
    await world.settle();
    return world.dispatcher.whyWaiting(world.row(ids[2] ?? ''));
  };

  it.each([
    ['of a month are not promised for tomorrow', { monthCap: 2 }, '2026-03-14T12:00:00Z', 1, null],
    [
      'of a month go when the next one begins',
      { monthCap: 2 },
      '2026-03-31T12:00:00Z',
      1,
      '2026-04-01T00:00:00Z',
    ],
    [
      'are not promised at all when they are larger than a day',
      { dayCap: 1 },
      '2026-03-14T12:00:00Z',
      2,
      null,
    ],
  ] as const)('%s', async (_title, caps, wall, parts, until) => {
    expect(await whenTold(caps, wall, parts)).toMatchObject({
      reason: 'daily_cap',
      until: until === null ? null : Date.parse(until),
    });
  });
});

describe('the minute of a phone', () => {
  it('is shared by its SIMs: 25 parts a minute with two', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { sims: 2, partsPerMinute: 25 });
    await world.submit(75);
    await world.settle();
    await world.advance(122_000, 500);
    const [start] = phone.taken;
    const perMinute = [0, 1, 2].map((minute) => {
      const from = (start?.at ?? 0) + minute * 60_500;
      return partsIn(phone, from, from + 60_500);
    });
    expect(perMinute).toEqual([25, 25, 25]);
    expect(new Set(phone.taken.map(({ simId }) => simId)).size).toBe(2);
    expect(world.states()).toEqual({ sent: 75 });
  });

  it('has back what was not written', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 25, isCut: true });
    await world.submit(5);
    await world.settle();
    phone.isCut = false;
    world.dispatcher.wake();
    await world.advance(1_000);
    expect(phone.taken).toHaveLength(5);
    expect(world.dispatcher.partsLeft('dev_a', 25)).toBe(20);
  });

  it('has back what the phone refused, and rests the whole phone as long as it says', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', {
      sims: 2,
      partsPerMinute: 25,
      answer: () => ({ state: 'rejected', reason: 'paced', retry_after_ms: 10_000 }),
    });
    await world.submit(3);
    await world.settle();
    const tried = phone.taken.length;
    phone.answer = () => SENT;
    await world.advance(9_000);
    expect([phone.taken.length, world.dispatcher.partsLeft('dev_a', 25)]).toEqual([tried, 25]);
    await world.advance(2_000);
    expect(world.states()).toEqual({ sent: 3 });
  });

  it('goes on when the clock of the computer is set back', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 25 });
    await world.submit(50);
    await world.settle();
    world.clock.wall -= 5.75 * 3_600_000;
    await world.advance(62_000);
    expect(phone.taken).toHaveLength(50);
  });

  it('lets smaller texts pass a large one for a minute, then keeps room for it', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 10 });
    await world.submit(8, { clientId: 'small' });
    await world.settle();
    const [large] = await world.submit(1, { clientId: 'large', parts: 9 });
    for (let minute = 0; minute < 4; minute += 1) {
      await world.submit(20, { clientId: 'small' });
      await world.advance(60_000);
    }
    expect(phone.taken.some(({ message }) => message.requestId === large)).toBe(true);
  });
});

describe('turns', () => {
  it('are taken by clients: one with a deep backlog does not delay another', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { window: 1 });
    await world.submit(500, { clientId: 'deep' });
    const [one] = await world.submit(1, { clientId: 'small' });
    await world.settle();
    const place = phone.taken.findIndex(({ message }) => message.requestId === one);
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThan(12);
  });

  it('are counted in parts', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 60 });
    const long = new Set(await world.submit(50, { clientId: 'long', parts: 5 }));
    await world.submit(50, { clientId: 'short' });
    await world.settle();
    const longTaken = phone.taken.filter(({ message }) => long.has(message.requestId)).length;
    expect(Math.abs(longTaken * 5 - 30)).toBeLessThanOrEqual(5);
  });

  it('put transactional texts before bulk, and starve neither', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { partsPerMinute: 50, window: 1 });
    const bulk = new Set(await world.submit(100, { priority: 'bulk' }));
    await world.submit(100);
    await world.settle();
    const bulkTaken = phone.taken.filter(({ message }) => bulk.has(message.requestId)).length;
    expect(bulkTaken).toBeGreaterThanOrEqual(2);
    expect(bulkTaken).toBeLessThanOrEqual(8);
  });

  it('stay with the SIM that a number knows while it is fit', async () => {
    const world = setUpQueue();
    const phones = ['a', 'b', 'c'].map((name) => world.addPhone(name));
    for (let n = 0; n < 6; n += 1) {
      await world.submit(1, { to: '+9779812345678' });
      await world.settle();
    }
    expect(phones.map((phone) => phone.taken.length).sort()).toEqual([0, 0, 6]);
  });

  it('are shared evenly, also with a phone that joins in the middle', async () => {
    const world = setUpQueue();
    const first = world.addPhone('a', { partsPerMinute: 10 });
    await world.submit(60);
    await world.settle();
    const second = world.addPhone('b', { partsPerMinute: 10 });
    await world.advance(61_000);
    first.isReady = false;
    await world.advance(63_000);
    expect([first.taken.length, second.taken.length]).toEqual([20, 30]);
  });
});

describe('a phone or SIM in trouble', () => {
  it('fails a few messages in an outage that Android calls in service, not the backlog', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => NO_SERVICE });
    await world.submit(100);
    await world.settle();
    await world.advance(1_800_000, 30_000);
    expect(phone.taken.length).toBeLessThan(30);
    expect(world.states()['failed'] ?? 0).toBeLessThanOrEqual(2);
    phone.answer = () => SENT;
    await world.advance(1_200_000, 30_000);
    expect(world.states()['sent']).toBeGreaterThanOrEqual(98);
  });

  it('sends what one SIM failed through another at once', async () => {
    const world = setUpQueue();
    const bad = world.addPhone('a', { answer: () => NO_SERVICE });
    await world.submit(1);
    await world.settle();
    const good = world.addPhone('b');
    await world.advance(6_000);
    expect([bad.taken.length, good.taken.length]).toEqual([1, 1]);
  });

  it('rests a phone that loses the same message three times running, and says why', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => 'never_seen' });
    await world.submit(1);
    await world.settle();
    await world.advance(30_000);
    expect(phone.taken).toHaveLength(3);
    expect(world.troubles.get('dev_a')).toBe('phone_error');
    phone.answer = () => SENT;
    await world.advance(60_000);
    expect(world.states()).toEqual({ sent: 1 });
    expect(world.troubles.size).toBe(0);
  });
});

describe('a phone that loses several messages at once', () => {
  it('rests after it lost all of them three times, not after it lost the last of them three times running', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => 'never_seen' });
    await world.submit(8);
    await world.settle();
    await world.advance(30_000);
    expect(phone.taken.length).toBeLessThanOrEqual(24);
    expect(world.troubles.get('dev_a')).toBe('phone_error');
  });
});

describe('a silent phone', () => {
  it('keeps what it holds until 15 minutes after its time, and a report that came meanwhile counts', async () => {
    const world = setUpQueue();
    world.addPhone('a', { answer: () => null });
    const [id] = await world.submit(1, { ttlSeconds: 60 });
    await world.settle();
    await world.advance(60_000 + 14 * 60_000, 30_000);
    expect(world.row(id ?? '').state).toBe('sending');
    await world.advance(120_000, 30_000);
    expect(world.row(id ?? '').state).toBe('unknown');
  });
});

describe('a message with a time', () => {
  it('goes at its time, and its life is counted from it', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a');
    const [id = ''] = await world.submit(1, { scheduledAt: NOON + 10_000, ttlSeconds: 60 });
    await world.settle();
    expect(world.row(id)).toMatchObject({ state: 'scheduled', expires_at: NOON + 70_000 });
    expect(world.dispatcher.whyWaiting(world.row(id))).toMatchObject({
      reason: 'scheduled',
      until: NOON + 10_000,
    });
    await world.advance(9_000);
    expect(phone.taken).toHaveLength(0);
    await world.advance(2_000);
    expect(world.row(id)).toMatchObject({ state: 'sent', due_at: null });
  });

  it('a thousand at once are let go in batches', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { window: 2_000 });
    await world.submit(1_000, { scheduledAt: NOON + 5_000 });
    await world.advance(7_000);
    expect(phone.taken).toHaveLength(1_000);
  });

  it('expires when nobody was there for all of its life', async () => {
    const world = setUpQueue();
    const [id = ''] = await world.submit(1, { scheduledAt: NOON + 10_000, ttlSeconds: 60 });
    world.clock.wall += 80_000;
    await world.advance(1_000);
    expect(world.row(id)).toMatchObject({ state: 'expired', due_at: null });
  });
});
