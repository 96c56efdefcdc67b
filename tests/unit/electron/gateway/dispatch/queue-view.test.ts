import { describe, expect, it } from 'vitest';
import { minutesLeft } from '../../../../../electron/gateway/dispatch/queue-view.ts';

const PACE = { isMoving: true, partsWaiting: 100, partsPerMinute: 25, waiting: 50, sentLastMinute: 10 };

describe('when the queue will be empty', () => {
  it.each([
    ['by the budgets of the phones', {}, 4],
    ['never while nothing moves', { isMoving: false }, null],
    ['unknown without a phone', { partsPerMinute: 0 }, null],
    ['by the last minute where a phone is not paced', { partsPerMinute: Number.POSITIVE_INFINITY }, 5],
    [
      'unknown where such a phone sent nothing yet',
      { partsPerMinute: Number.POSITIVE_INFINITY, sentLastMinute: 0 },
      null,
    ],
  ])('%s', (_title, change, minutes) => {
    expect(minutesLeft({ ...PACE, ...change })).toBe(minutes);
  });
});
