import { describe, expect, it } from 'vitest';
import { median, medianRatio, percentile } from '../../benchmarks/statistics.ts';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [0, 1],
    [0.5, 50],
    [0.99, 99],
    [1, 100],
  ])('takes share %f by nearest rank', (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  it('refuses an empty sample', () => {
    expect(() => percentile([], 0.5)).toThrow('No sample');
  });
});

describe('median', () => {
  it.each([
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %f', (sample, value) => {
    expect(median(sample)).toBe(value);
  });
});

describe('medianRatio', () => {
  it('pairs rounds, so that a slow moment of the machine cancels out', () => {
    expect(
      medianRatio([
        { ours: 50, reference: 100 },
        { ours: 10, reference: 20 },
        { ours: 90, reference: 100 },
      ]),
    ).toBe(0.5);
  });
});
