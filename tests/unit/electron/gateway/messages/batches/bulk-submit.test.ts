/** Over real tables: what is stored of a list, and that it is all or nothing. */
import { describe, expect, it } from 'vitest';
import { setUpBulk } from './bulk-world.ts';

const SENDER = { clientId: 'cli_1', mode: 'live' } as const;
const HOUR = 3_600_000;
const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `+97798${String(10_000_000 + index)}`);

describe('a list of texts', () => {
  it('is stored whole: the batch, its messages in their order, their events', async () => {
    const world = setUpBulk();
    const [first = '', second = ''] = numbers(2);
    const accepted = await world.submit(
      SENDER,
      {
        recipients: [{ to: first, variables: { name: 'Sita' } }, 'nobody', second],
        text: 'Hi',
        reference: 'May',
      },
      null,
    );
    expect(accepted.items.map(({ index, to }) => [index, to])).toEqual([
      [0, first],
      [2, second],
    ]);
    expect(accepted.rejected).toMatchObject([{ index: 1, to: 'nobody', code: 'invalid_number' }]);
    expect(world.batches.byId(accepted.batchId)).toMatchObject({
      ...{ state: 'running', client_id: 'cli_1', mode: 'live', priority: 2, body: 'Hi', reference: 'May' },
      ...{ messages: 2, parts: 2, rejected: 1, counts: { queued: 2, scheduled: 0 } },
    });
    const seq = world.batches.byId(accepted.batchId)?.seq ?? 0;
    expect(world.batches.items(seq, 0, 10)).toMatchObject([
      { index: 0, to: first, state: 'queued' },
      { index: 2, to: second, state: 'queued' },
    ]);
    expect(world.count('events')).toBe(2);
    expect(world.lanes.total()).toBe(2);
    expect(world.woken()).toBe(1);
  });

  it('takes the one good row of 10,000, and tells of each of the others', async () => {
    const world = setUpBulk();
    const recipients = numbers(1).concat(Array.from({ length: 9_999 }, (_, index) => `bad ${index}`));
    const { items, rejected } = await world.submit(SENDER, { recipients, text: 'Hi' }, null);
    expect([items.length, rejected.length, world.count('messages')]).toEqual([1, 9_999, 1]);
    expect(rejected.at(-1)).toMatchObject({ index: 9_999, to: 'bad 9998', code: 'invalid_number' });
  });

  it('is refused where no row can be sent, and says why of each', async () => {
    const world = setUpBulk();
    const recipients = Array.from({ length: 300 }, () => 'nobody');
    const refused = world.submit(SENDER, { recipients, text: 'Hi' }, null);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request', status: 422 });
    const { details } = (await refused.catch((error: unknown) => error)) as {
      details: { fields: { field: string }[]; rejected: unknown[] };
    };
    expect(details.fields.slice(0, 2).map(({ field }) => field)).toEqual(['recipients', 'recipients.0.to']);
    expect([details.fields.length, details.rejected.length, world.count('batches')]).toEqual([101, 300, 0]);
    expect(details.rejected[299]).toEqual({
      ...{ index: 299, to: 'nobody', code: 'invalid_number', message: 'to: is not a phone number' },
    });
  });

  it('is refused whole for one bad row where it asks for all or none', async () => {
    const world = setUpBulk();
    const recipients = [...numbers(3), 'nobody'];
    await expect(world.submit(SENDER, { recipients, text: 'Hi', atomic: true }, null)).rejects.toMatchObject({
      code: 'invalid_request',
      details: { rejected: [{ index: 3, code: 'invalid_number' }] },
    });
    expect(world.count('messages')).toBe(0);
    await world.submit(SENDER, { recipients: numbers(3), text: 'Hi', atomic: true }, null);
    expect(world.count('messages')).toBe(3);
  });

  it('is refused whole where the backlog has no room for all of it', async () => {
    const world = setUpBulk({ backlogLimit: 10 });
    await world.submit(SENDER, { recipients: numbers(4), text: 'Hi' }, null);
    await expect(world.submit(SENDER, { recipients: numbers(7), text: 'Hi' }, null)).rejects.toMatchObject({
      code: 'queue_blocked',
      details: { reason: 'backlog_full' },
    });
    expect([world.count('messages'), world.count('batches'), world.lanes.total()]).toEqual([4, 1, 4]);
    await world.submit(SENDER, { recipients: numbers(6), text: 'Hi' }, null);
    expect(world.lanes.total()).toBe(10);
  });

  it('leaves nothing when the backlog fills while its rows are checked', async () => {
    const world = setUpBulk({ backlogLimit: 10 });
    const both = [1, 2].map(() => world.submit(SENDER, { recipients: numbers(6), text: 'Hi' }, null));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect([world.count('messages'), world.lanes.total()]).toEqual([6, 6]);
  });

  it('leaves nothing when the disk fills in the middle, and says so', async () => {
    const world = setUpBulk();
    const full = world.fillDiskAfter(300);
    await expect(
      world.submit(SENDER, { recipients: numbers(5_000), text: 'x'.repeat(100) }, 'order-42'),
    ).rejects.toMatchObject({ code: 'queue_blocked', details: { reason: 'storage_low' } });
    for (const table of ['messages', 'batches', 'events', 'lanes', 'idempotency']) {
      expect([table, world.count(table)]).toEqual([table, 0]);
    }
    expect([world.lanes.total(), world.lanes.hasReady(), world.lanes.size()]).toEqual([0, false, 0]);
    full.empty();
    const again = await world.submit(
      SENDER,
      { recipients: numbers(5_000), text: 'x'.repeat(100) },
      'order-42',
    );
    expect([again.items.length, again.isReplay, world.lanes.total()]).toEqual([5_000, false, 5_000]);
  });

  it('is one batch however often its key comes, and tells the same each time', async () => {
    const world = setUpBulk();
    const request = { recipients: [...numbers(3), 'nobody'], text: 'Hi' };
    const first = await world.submit(SENDER, request, 'order-42');
    const again = await world.submit(SENDER, request, 'order-42');
    expect(again).toEqual({ ...first, isReplay: true });
    await expect(world.submit(SENDER, { ...request, text: 'Ho' }, 'order-42')).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
    const together = [1, 2].map(() => world.submit(SENDER, request, 'order-43'));
    expect((await Promise.allSettled(together)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(world.count('batches')).toBe(2);
  });

  it('lives until a day after its estimated finish, unless told', async () => {
    const world = setUpBulk();
    world.forecast.finishAt = world.now + 5 * HOUR;
    const expiryOf = async (more: object): Promise<number> => {
      const { batchId } = await world.submit(SENDER, { recipients: numbers(1), text: 'Hi', ...more }, null);
      return (world.batches.byId(batchId)?.expires_at ?? 0) - world.now;
    };
    expect(await expiryOf({})).toBe(29 * HOUR);
    expect(await expiryOf({ ttl_seconds: 7_200 })).toBe(2 * HOUR);
    const { warnings } = await world.submit(
      SENDER,
      { recipients: numbers(1), text: 'Hi', ttl_seconds: 7_200 },
      null,
    );
    expect(warnings).toEqual(['ends_too_soon']);
  });

  it('waits for its time whole, and counts as scheduled', async () => {
    const world = setUpBulk();
    const scheduled_at = new Date(world.now + HOUR).toISOString();
    const { batchId } = await world.submit(
      SENDER,
      { recipients: numbers(2), text: 'Hi', scheduled_at },
      null,
    );
    expect(world.batches.byId(batchId)).toMatchObject({ counts: { scheduled: 2, queued: 0 } });
    expect([world.count('events'), world.lanes.hasReady()]).toEqual([0, false]);
  });

  it('sends each number where the rules send it', async () => {
    const world = setUpBulk();
    const [first = '', second = ''] = numbers(2);
    world.rules.set(second, 'sim_B');
    await world.submit(SENDER, { recipients: [first, second], text: 'Hi' }, null);
    expect([...world.lanes.rings('live', 2).keys()].toSorted()).toEqual(['', 'sim_B']);
  });
});
