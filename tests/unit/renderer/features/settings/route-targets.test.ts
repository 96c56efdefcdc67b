import { describe, expect, it } from 'vitest';
import { moved, readPrefix, routeTargets } from '../../../../../renderer/features/settings/route-targets.ts';

describe('a typed prefix', () => {
  it.each([
    ['+97798', '+97798'],
    ['977 98', '+97798'],
    ['00977-98', '+97798'],
    ['+', null],
    ['098', null],
    ['Nepal', null],
    ['+1234567890123456', null],
  ])('%s is %s', (typed, prefix) => {
    expect(readPrefix(typed)).toBe(prefix);
  });
});

describe('the order of rules', () => {
  it.each([
    ['up', 2, 1, ['a', 'c', 'b']],
    ['down', 0, 1, ['b', 'a', 'c']],
    ['past the top it stays', 0, -1, ['a', 'b', 'c']],
    ['past the end it stays', 2, 3, ['a', 'b', 'c']],
  ])('%s', (_title, from, to, order) => {
    expect(moved(['a', 'b', 'c'], from, to)).toEqual(order);
  });
});

describe('where a rule may lead', () => {
  it('is a live phone or one SIM of it, never the demo phone', () => {
    const sim = { id: 'sim_1', slot: 1 };
    const phone = { id: 'dev_1', name: 'Till', mode: 'live', sims: [sim] } as const;
    const demo = { id: 'dev_2', name: 'Demo', mode: 'test', sims: [sim] } as const;
    expect(routeTargets([phone, demo])).toEqual([
      { value: 'dev_1', deviceName: 'Till', slot: null },
      { value: 'sim_1', deviceName: 'Till', slot: 1 },
    ]);
  });
});
