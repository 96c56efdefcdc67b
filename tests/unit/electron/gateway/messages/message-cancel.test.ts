import { describe, expect, it } from 'vitest';
import { SENT, setUpQueue, type Answer } from '../dispatch/queue-world.ts';

/** A message that a phone took and has not answered for yet. */
async function held() {
  const world = setUpQueue();
  world.addPhone('a', { answer: () => null });
  const [id = ''] = await world.submit(1, { ttlSeconds: 60 });
  await world.settle();
  expect(world.row(id).state).toBe('sending');
  return { world, id };
}

describe('cancel while a phone may hold it', () => {
  const rows: [title: string, answer: Answer, state: string][] = [
    ['the phone stopped it', { state: 'rejected', reason: 'cancelled' }, 'cancelled'],
    ['the phone never got it', 'never_seen', 'cancelled'],
    ['the phone had refused it for its pace', { state: 'rejected', reason: 'paced' }, 'cancelled'],
    [
      'the radio had failed it without sending',
      { state: 'failed', part: 1, parts: 1, result: 4 },
      'cancelled',
    ],
    ['its time was over on the phone', { state: 'rejected', reason: 'expired' }, 'cancelled'],
    ['the radio had sent it', SENT, 'sent'],
    ['nobody can know', { state: 'unknown', reason: 'no_answer' }, 'unknown'],
  ];
  it.each(rows)('%s', async (_title, answer, state) => {
    const { world, id } = await held();
    expect(await world.cancel(id)).toBe('cancel_requested');
    expect(world.cancelled).toEqual([expect.stringMatching(/^dev_a att_/)]);
    await world.report(id, answer);
    expect(world.row(id)).toMatchObject({ state, cancel_requested: 1 });
    await world.advance(70_000, 10_000);
    expect(world.row(id).state).toBe(state);
  });

  it('is asked again of a phone that was away, as long as it may hold it', async () => {
    const { world, id } = await held();
    await world.cancel(id);
    expect(world.cancelsFor('dev_a')).toHaveLength(1);
    await world.report(id, SENT);
    expect(world.cancelsFor('dev_a')).toEqual([]);
  });

  it('ends an unknown as cancelled when the proof comes late', async () => {
    const { world, id } = await held();
    await world.report(id, { state: 'unknown', reason: 'no_answer' });
    expect(await world.cancel(id)).toBe('cancel_requested');
    await world.report(id, { state: 'rejected', reason: 'cancelled' });
    expect(world.row(id).state).toBe('cancelled');
  });

  it('does not move one that was claimed in the same moment', async () => {
    const world = setUpQueue();
    const phone = world.addPhone('a', { answer: () => null });
    const ids = await world.submit(20);
    const cancels = ids.map((id) => world.cancel(id));
    await world.settle();
    const outcomes = await Promise.all(cancels);
    const taken = new Set(phone.taken.map(({ message }) => message.requestId));
    ids.forEach((id, index) => {
      expect(outcomes[index]).toBe(taken.has(id) ? 'cancel_requested' : 'cancelled');
      expect(world.row(id).state).toBe(taken.has(id) ? 'sending' : 'cancelled');
    });
  });
});
