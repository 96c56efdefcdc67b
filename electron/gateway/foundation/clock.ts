/** Where the time comes from; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970: for dates. It jumps when somebody sets the clock. */
  now(): number;
  /** Milliseconds that only ever grow, from an arbitrary zero: for durations. */
  monotonic(): number;
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** Midnight of the day, by the time zone of this computer. */
export function startOfDay(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0);
}

/** RFC 3339 in UTC with milliseconds, as every answer of the API has it. */
export function formatTime(timeMs: number): string {
  if (timeMs !== last.timeMs) {
    last.timeMs = timeMs;
    last.text = new Date(timeMs).toISOString();
  }
  return last.text;
}

/** Under load many answers carry the same millisecond. */
const last = { timeMs: 0, text: new Date(0).toISOString() };

/** The same for a time that may not have come yet. */
export function formatTimeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : formatTime(timeMs);
}
