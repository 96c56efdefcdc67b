import { describe, expect, it } from 'vitest';
import { courseOf, type Pace } from '../../../../../electron/gateway/dispatch/batch-forecast.ts';

const NOON = Date.parse('2026-03-14T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PACE: Pace = {
  partsPerMinute: 10,
  partsLeftToday: Number.POSITIVE_INFINITY,
  partsPerDay: Number.POSITIVE_INFINITY,
  dayEndsAt: NOON + 12 * HOUR,
};
const never = (): null => null;

describe('the course of a list', () => {
  it.each([
    ['at the pace of the phones', PACE, 600, HOUR],
    ['over a day that nothing bounds', PACE, 600 * 30, 30 * HOUR],
    ['at once where nothing is paced', { ...PACE, partsPerMinute: Number.POSITIVE_INFINITY }, 10_000, 0],
    // 100 today, 200 tomorrow from midnight, the last 30 in three minutes of the day after.
    [
      'over days with a cap',
      { ...PACE, partsLeftToday: 100, partsPerDay: 200 },
      330,
      12 * HOUR + DAY + HOUR / 20,
    ],
  ])('goes %s', (_title, pace, parts, expectedMs) => {
    const course = courseOf(parts, NOON, pace, never);
    expect(course?.finishAt).toBe(NOON + expectedMs);
    expect(course?.isCappedOnTheWay).toBe(Number.isFinite(pace.partsLeftToday));
  });

  it('rests in quiet hours on the way', () => {
    const quiet = (at: number): number | null =>
      at >= NOON + HOUR && at < NOON + 9 * HOUR ? NOON + 9 * HOUR : null;
    expect(courseOf(900, NOON, PACE, quiet)).toEqual({
      finishAt: NOON + 9 * HOUR + HOUR / 2,
      isQuietOnTheWay: true,
      isCappedOnTheWay: false,
    });
    expect(courseOf(300, NOON, PACE, quiet)?.isQuietOnTheWay).toBe(false);
  });

  it('is not known without a phone, and not beyond two months', () => {
    expect(courseOf(1, NOON, { ...PACE, partsPerMinute: 0 }, never)).toBeNull();
    expect(courseOf(10, NOON, { ...PACE, partsLeftToday: 0, partsPerDay: 0 }, never)).toBeNull();
    expect(courseOf(1_000_000, NOON, PACE, never)).toBeNull();
  });
});
