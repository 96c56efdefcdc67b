import { describe, expect, it } from 'vitest';
import { SENT, setUpQueue, type Answer } from './queue-world.ts';

const REFUSED: Answer = { state: 'failed', part: 1, parts: 1, result: 10 };
const WRONG_NUMBER: Answer = { state: 'failed', part: 1, parts: 1, result: 6 };
const MINUTE_MS = 60_000;

function setup(answer: Answer) {
  const world = setUpQueue();
  world.usageZone.failureLimit = 5;
  const phone = world.addPhone('a', { window: 1 });
  phone.answer = () => answer;
  return { world, phone };
}

describe('a queue in which message after message fails', () => {
  it('holds what still waits, and says so', async () => {
    const { world } = setup(REFUSED);
    const ids = await world.submit(12);
    await world.settle();
    expect(world.states()).toEqual({ failed: 5, queued: 7 });
    expect(world.isFailing('live')).toBe(true);
    expect(world.isFailing('test')).toBe(false);
    const waiting = ids.map((id) => world.row(id)).find((row) => row.state === 'queued');
    if (waiting === undefined) throw new Error('nothing waits');
    expect(world.dispatcher.whyWaiting(waiting).reason).toBe('failure_rate');
  });

  it('goes on when the operator resumes it', async () => {
    const { world, phone } = setup(REFUSED);
    await world.submit(12);
    await world.settle();
    phone.answer = () => SENT;
    await world.resume();
    expect(world.states()).toEqual({ failed: 5, sent: 7 });
  });

  it('tries again by itself when ten minutes have passed', async () => {
    const { world } = setup(REFUSED);
    await world.submit(12);
    await world.settle();
    await world.advance(9 * MINUTE_MS, MINUTE_MS / 2);
    expect(world.states()).toEqual({ failed: 5, queued: 7 });
    await world.advance(2 * MINUTE_MS, MINUTE_MS / 2);
    expect(world.states()).toEqual({ failed: 10, queued: 2 });
  });

  it('is not held for numbers that can not be texted', async () => {
    const { world } = setup(WRONG_NUMBER);
    await world.submit(12);
    await world.settle();
    expect(world.states()).toEqual({ failed: 12 });
  });

  it('is not held while some are sent', async () => {
    const { world, phone } = setup(REFUSED);
    let count = 0;
    phone.answer = () => ((count += 1) === 3 ? SENT : REFUSED);
    await world.submit(12);
    await world.settle();
    expect(world.states()).toEqual({ failed: 11, sent: 1 });
  });
});
