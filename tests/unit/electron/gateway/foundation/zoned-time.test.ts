import { describe, expect, it } from 'vitest';
import { localTimeOf, nextTimeOfDay } from '../../../../../electron/gateway/foundation/zoned-time.ts';

const NEPAL = 'Asia/Kathmandu';
const BERLIN = 'Europe/Berlin';
const at = (text: string): number => Date.parse(text);
const clock = (text: string): number => {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
};

describe('the time of day in a zone', () => {
  it.each([
    ['2026-03-14T18:20:00Z', NEPAL, '2026-03-15', '00:05'],
    ['2026-03-14T18:14:59Z', NEPAL, '2026-03-14', '23:59'],
    ['2026-03-29T00:59:00Z', BERLIN, '2026-03-29', '01:59'],
    ['2026-03-29T01:00:00Z', BERLIN, '2026-03-29', '03:00'],
  ])('%s in %s is %s %s', (time, zone, date, minutes) => {
    expect(localTimeOf(at(time), zone)).toEqual({ date, minutes: clock(minutes) });
  });
});

describe('the next time of day', () => {
  const rows: [title: string, now: string, clock: string, zone: string, next: string][] = [
    ['comes today', '2026-03-14T10:00:00Z', '18:00', NEPAL, '2026-03-14T12:15:00Z'],
    ['comes tomorrow when it has passed', '2026-03-14T13:00:00Z', '18:00', NEPAL, '2026-03-15T12:15:00Z'],
    ['is a whole day away when it is now', '2026-03-14T12:15:00Z', '18:00', NEPAL, '2026-03-15T12:15:00Z'],
    ['follows clocks set forward', '2026-03-28T22:00:00Z', '08:00', BERLIN, '2026-03-29T06:00:00Z'],
    ['follows clocks set back', '2026-10-24T21:00:00Z', '08:00', BERLIN, '2026-10-25T07:00:00Z'],
    [
      'is the end of the gap that swallows it',
      '2026-03-28T23:00:00Z',
      '02:30',
      BERLIN,
      '2026-03-29T01:00:00Z',
    ],
    ['comes first in summer time', '2026-10-24T23:00:00Z', '02:30', BERLIN, '2026-10-25T00:30:00Z'],
    ['comes again in winter time', '2026-10-25T01:10:00Z', '02:30', BERLIN, '2026-10-25T01:30:00Z'],
    ['comes after the gap on the next day', '2026-03-29T01:00:00Z', '02:30', BERLIN, '2026-03-30T00:30:00Z'],
    ['of midnight ends the day', '2026-03-14T10:00:00Z', '00:00', NEPAL, '2026-03-14T18:15:00Z'],
  ];
  it.each(rows)('%s', (_title, now, minutes, zone, next) => {
    expect(new Date(nextTimeOfDay(at(now), clock(minutes), zone)).toISOString()).toBe(
      new Date(at(next)).toISOString(),
    );
  });
});
