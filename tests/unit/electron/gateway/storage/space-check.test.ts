import { expect, it } from 'vitest';
import { createSpaceCheck } from '../../../../../electron/gateway/storage/space-check.ts';

it('asks the disk again only after five seconds', () => {
  let now = 0;
  let asked = 0;
  let isLowNow = false;
  const isLow = createSpaceCheck(
    () => {
      asked += 1;
      return isLowNow;
    },
    { now: () => now },
  );
  expect([isLow(), isLow()]).toEqual([false, false]);
  expect(asked).toBe(1);
  isLowNow = true;
  now = 5_000;
  expect(isLow()).toBe(false);
  now = 5_001;
  expect(isLow()).toBe(true);
  expect(asked).toBe(2);
});
