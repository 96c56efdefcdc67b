import { describe, expect, it } from 'vitest';
import {
  curlFor,
  formatAge,
  formatClock,
  formatDateTime,
  formatNumber,
  formatShort,
} from '../../../../renderer/lib/format.ts';

describe('formatNumber', () => {
  it.each([
    [1234567, 'en', '1,234,567'],
    [123, 'ne', '१२३'],
    [1234567, 'ne', '१२,३४,५६७'],
  ])('%d in %s is %s', (value, language, text) => {
    expect(formatNumber(value, language)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [0, '0 sec'],
    [89, '89 sec'],
    [90, '1 min'],
    [5_399, '89 min'],
    [5_400, '1 hr'],
    [129_600, '1 day'],
    [259_200, '3 days'],
  ])('%d seconds are "%s"', (seconds, text) => {
    expect(formatAge(seconds, 'en')).toBe(text);
  });
});

describe('formatShort', () => {
  const now = new Date(2026, 2, 14, 12, 30, 0);
  it('names the clock alone for today', () => {
    expect(formatShort(new Date(2026, 2, 14, 9, 5, 7).toISOString(), 'en', now)).not.toContain('Mar');
  });
  it('names the day of an earlier time', () => {
    expect(formatShort(new Date(2026, 2, 13, 23, 59, 0).toISOString(), 'en', now)).toContain('Mar 13');
  });
});

describe('Nepali times', () => {
  const time = new Date(2026, 10, 23, 9, 5, 7).toISOString();
  it('are in Devanagari digits and Nepali words, whatever data the browser has', () => {
    expect(formatClock(time, 'ne')).toBe('०९:०५:०७');
    expect(formatDateTime(time, 'ne')).toBe('२०२६ नोभेम्बर २३, ०९:०५:०७');
    expect(formatShort(time, 'ne', new Date(2026, 10, 24))).toBe('नोभेम्बर २३, ०९:०५');
    expect(formatAge(120, 'ne')).toBe('२ मिनेट');
  });
});

describe('curlFor', () => {
  it('keeps quotes of the text inside the shell word', () => {
    const request = curlFor(
      { to: '+9779812345678', text: 'It\'s "ready"' },
      'http://127.0.0.1:8642/v1',
      'rd_test_x',
    );
    expect(request).toContain('http://127.0.0.1:8642/v1/messages');
    expect(request).toContain(String.raw`It'\''s \"ready\"`);
  });
});
