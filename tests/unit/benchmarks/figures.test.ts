import { describe, expect, it } from 'vitest';
import { allReachFloor, figures, formatTable, judge, type Measurement } from '../../benchmarks/figures.ts';

const accept = (value: number | null): Measurement => ({ figure: figures.acceptRatio, value, note: '' });
const p99 = (value: number | null): Measurement => ({ figure: figures.acceptP99, value, note: '' });

describe('judge', () => {
  it.each([
    [accept(0.7), 'goal'],
    [accept(0.6), 'goal'],
    [accept(0.4), 'floor'],
    [accept(0.34), 'short'],
    [accept(null), 'not measured'],
    [p99(5), 'goal'],
    [p99(50), 'floor'],
    [p99(50.1), 'short'],
  ])('case %#', (measurement, verdict) => {
    expect(judge(measurement)).toBe(verdict);
  });
});

describe('allReachFloor', () => {
  it('holds when every value is at its floor or better', () => {
    expect(allReachFloor([accept(0.35), p99(50)])).toBe(true);
  });

  it('fails for one value under its floor, and for one that was not measured', () => {
    expect(allReachFloor([accept(0.9), p99(51)])).toBe(false);
    expect(allReachFloor([accept(0.9), p99(null)])).toBe(false);
  });
});

describe('formatTable', () => {
  it('gives each figure a line with its verdict', () => {
    const lines = formatTable([accept(0.5), p99(null)]).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/0\.50 ratio +≥ 0\.6 +≥ 0\.35 +floor/);
    expect(lines[2]).toMatch(/— +≤ 20 +≤ 50 +not measured/);
  });
});
