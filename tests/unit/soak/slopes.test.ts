import { describe, expect, it } from 'vitest';
import { afterWarmUp, type Bound, judge, type Sample, slopeOf } from '../../soak/slopes.ts';

const sample = (atSeconds: number, values: Partial<Sample> = {}): Sample => ({
  atSeconds,
  residentMb: 100,
  handles: 60,
  walMb: 4,
  backlog: 10,
  ...values,
});

/** One sample each ten seconds. */
const samplesOf = (seconds: number, residentMb: (atSeconds: number) => number): Sample[] =>
  Array.from({ length: seconds / 10 + 1 }, (_, index) =>
    sample(index * 10, { residentMb: residentMb(index * 10) }),
  );

const memory: Bound = { quantity: 'residentMb', unit: 'MB', growthPer10Minutes: 5, peak: null };

describe('slopeOf', () => {
  it('is the slope of points on a line, wherever the line begins', () => {
    const points = [10, 11, 14, 20].map((x) => ({ x, y: 3 - 0.5 * x }));
    expect(slopeOf(points)).toBeCloseTo(-0.5, 10);
  });

  it('is the least-squares slope of points that are on no line', () => {
    const points = [1, 3, 2, 5].map((y, x) => ({ x, y }));
    expect(slopeOf(points)).toBeCloseTo(1.1, 10);
  });

  it.each([
    ['no point', []],
    ['one point', [{ x: 1, y: 1 }]],
    [
      'points of one moment',
      [
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ],
    ],
  ])('refuses %s', (_, points) => {
    expect(() => slopeOf(points)).toThrow('two different moments');
  });
});

describe('afterWarmUp', () => {
  it('leaves out the first quarter of the time', () => {
    const kept = afterWarmUp([0, 10, 24, 25, 60, 100].map((at) => sample(at)));
    expect(kept.map(({ atSeconds }) => atSeconds)).toEqual([25, 60, 100]);
  });

  it('keeps nothing of nothing', () => {
    expect(afterWarmUp([])).toEqual([]);
  });
});

describe('judge', () => {
  it('finds a leak, and passes a memory that goes up and down', () => {
    const leak = judge(
      samplesOf(1200, (at) => 100 + at / 100),
      memory,
    );
    expect(leak).toMatchObject({ isWithin: false, first: 100, last: 112, peak: 112, allowedGrowth: 10 });
    expect(leak.growth).toBeCloseTo(12, 8);
    expect(leak.slopePerHour).toBeCloseTo(36, 8);
    const sawtooth = judge(
      samplesOf(1200, (at) => 100 + (at % 60) / 4),
      memory,
    );
    expect(sawtooth.isWithin).toBe(true);
  });

  it('allows more growth to a longer time, and ten minutes of it to a shorter one', () => {
    const growing = (seconds: number, by: number) =>
      judge(
        samplesOf(seconds, (at) => 100 + (by * at) / seconds),
        memory,
      ).isWithin;
    expect(growing(1800, 14.9)).toBe(true);
    expect(growing(1800, 15.1)).toBe(false);
    expect(growing(60, 4.9)).toBe(true);
    expect(growing(60, 5.1)).toBe(false);
  });

  it('lets a quantity shrink', () => {
    const shrinking = samplesOf(600, (at) => 200 - at / 10);
    expect(judge(shrinking, memory).isWithin).toBe(true);
  });

  it('finds a single sample over the peak, and no peak where only growth is bounded', () => {
    const samples = [sample(0), sample(10, { walMb: 65 }), sample(20)];
    const wal: Bound = { quantity: 'walMb', unit: 'MB', growthPer10Minutes: null, peak: 64 };
    expect(judge(samples, wal)).toMatchObject({ isWithin: false, peak: 65, allowedGrowth: null });
    expect(judge(samples, { ...wal, peak: 65 }).isWithin).toBe(true);
    expect(judge(samples, { ...wal, peak: null }).isWithin).toBe(true);
  });
});
