/** Where the time comes from; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970: for dates. It jumps when somebody sets the clock. */
  now(): number;
  /** Milliseconds that only ever grow, from an arbitrary zero: for durations. */
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** The last moment that RFC 3339 can write: its years have four digits. */
export const LATEST_TIME_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether it is a time that an answer of the API can tell: from 1970 to the end of the year 9999. */
function isTellable(timeMs: number): boolean {
  return timeMs >= 0 && timeMs <= LATEST_TIME_MS;
}

/**
 * RFC 3339 in UTC with milliseconds, as every answer of the API has it. Never throws: a time outside 1970 to 9999 is
 * told as the nearest end of it.
 */
export function formatTime(timeMs: number): string {
  if (timeMs !== last.timeMs) {
    last.timeMs = timeMs;
    last.text = new Date(nearestTellable(timeMs)).toISOString();
  }
  return last.text;
}

/** Under load many answers carry the same millisecond. */
const last = { timeMs: 0, text: new Date(0).toISOString() };

function nearestTellable(timeMs: number): number {
  if (isTellable(timeMs)) return timeMs;
  return timeMs > LATEST_TIME_MS ? LATEST_TIME_MS : 0;
}

/** The same for a time that may not have come yet; null also for one that can not be told. */
export function formatTimeOrNull(timeMs: number | null): string | null {
  return timeMs === null || !isTellable(timeMs) ? null : formatTime(timeMs);
}
