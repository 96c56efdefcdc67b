import { describe, expect, it } from 'vitest';
import { parseRfc3339 } from '../../../../../electron/gateway/foundation/rfc3339.ts';

describe('a time with an offset', () => {
  it.each([
    ['2026-03-14T12:30:00Z', '2026-03-14T12:30:00.000Z'],
    ['2026-03-14T12:30Z', '2026-03-14T12:30:00.000Z'],
    ['2026-03-14t18:15:00.5+05:45', '2026-03-14T12:30:00.500Z'],
    ['2026-03-14 12:30:00z', '2026-03-14T12:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(new Date(parseRfc3339(text) ?? Number.NaN).toISOString()).toBe(time);
  });

  it.each([
    ['a day that does not exist', '2026-02-30T12:00:00Z'],
    ['29 February of a common year', '2026-02-29T12:00:00Z'],
    ['month 13', '2026-13-01T12:00:00Z'],
    ['day 0', '2026-01-00T12:00:00Z'],
    ['24 o’clock', '2026-01-01T24:00:00Z'],
    ['a time without an offset', '2026-03-14T12:30:00'],
    ['a date alone', '2026-03-14'],
    ['an impossible offset', '2026-03-14T12:30:00+25:00'],
    ['words', 'tomorrow'],
  ])('%s is none', (_title, text) => {
    expect(parseRfc3339(text)).toBeNull();
  });
});
