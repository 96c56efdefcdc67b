import { describe, expect, it } from 'vitest';
import { parseQuietHours, quietUntil } from '../../../../../electron/gateway/dispatch/quiet-hours.ts';

const BERLIN = 'Europe/Berlin';

describe('quiet hours', () => {
  const rows: [title: string, hours: string, zone: string, now: string, until: string | null][] = [
    ['hold over midnight', '21:00-08:00', 'Asia/Kathmandu', '2026-03-14T16:00:00Z', '2026-03-15T02:15:00Z'],
    ['hold after midnight', '21:00-08:00', 'Asia/Kathmandu', '2026-03-14T20:00:00Z', '2026-03-15T02:15:00Z'],
    ['do not hold at their end', '21:00-08:00', 'Asia/Kathmandu', '2026-03-15T02:15:00Z', null],
    [
      'hold from their first minute',
      '21:00-08:00',
      'Asia/Kathmandu',
      '2026-03-14T15:15:00Z',
      '2026-03-15T02:15:00Z',
    ],
    ['do not hold by day', '21:00-08:00', 'Asia/Kathmandu', '2026-03-14T08:00:00Z', null],
    ['hold within one day', '12:00-14:00', 'UTC', '2026-03-14T13:59:59Z', '2026-03-14T14:00:00Z'],
    [
      'are an hour shorter when clocks go forward',
      '22:00-08:00',
      BERLIN,
      '2026-03-28T21:00:00Z',
      '2026-03-29T06:00:00Z',
    ],
    [
      'are an hour longer when clocks go back',
      '22:00-08:00',
      BERLIN,
      '2026-10-24T20:00:00Z',
      '2026-10-25T07:00:00Z',
    ],
    [
      'end where the clocks jump over their end',
      '22:00-02:30',
      BERLIN,
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'end at the first of two equal times',
      '22:00-02:30',
      BERLIN,
      '2026-10-25T00:10:00Z',
      '2026-10-25T00:30:00Z',
    ],
    [
      'begin again when the clocks repeat them',
      '22:00-02:30',
      BERLIN,
      '2026-10-25T01:10:00Z',
      '2026-10-25T01:30:00Z',
    ],
    ['are none unless told', '', 'UTC', '2026-03-14T23:00:00Z', null],
    ['are none without a length', '08:00-08:00', 'UTC', '2026-03-14T08:00:00Z', null],
    ['are none when they can not be read', '24:00-08:00', 'UTC', '2026-03-14T03:00:00Z', null],
  ];
  it.each(rows)('%s', (_title, hours, zone, now, until) => {
    const found = quietUntil(parseQuietHours(hours), Date.parse(now), zone);
    expect(found === null ? null : new Date(found).toISOString()).toBe(
      until === null ? null : new Date(until).toISOString(),
    );
  });
});
