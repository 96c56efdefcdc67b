import { describe, expect, it } from 'vitest';
import { formatTime, formatTimeOrNull } from '../../../../../electron/gateway/foundation/clock.ts';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const YEAR_10000 = 253_402_300_800_000;

describe('a time in an answer', () => {
  it('is told to the millisecond, in UTC', () => {
    expect(formatTime(1_800_000_000_123)).toBe('2027-01-15T08:00:00.123Z');
    expect(formatTimeOrNull(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(formatTimeOrNull(null)).toBeNull();
  });

  for (const bad of [YEAR_10000, -1, 2 ** 53 - 1, -(2 ** 63), 2 ** 63, Number.NaN, Infinity, -Infinity]) {
    it(`is one of RFC 3339 whatever a row holds: ${bad}`, () => {
      expect(formatTime(bad)).toMatch(RFC3339);
      expect(formatTimeOrNull(bad)).toBeNull();
    });
  }

  it('that lies outside the years with four digits is told as the nearest end, where it must be told', () => {
    expect(formatTime(YEAR_10000)).toBe('9999-12-31T23:59:59.999Z');
    expect(formatTime(-1)).toBe('1970-01-01T00:00:00.000Z');
    expect(formatTimeOrNull(YEAR_10000 - 1)).toBe('9999-12-31T23:59:59.999Z');
  });
});
