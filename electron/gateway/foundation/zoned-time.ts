/** Times of day where the workspace is. Pure but for the system's time zone data; daylight saving included. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1440;

interface LocalTime {
  /** Such as 2026-03-14. */
  readonly date: string;
  /** Minutes since local midnight by the wall clock, 0 to 1439. */
  readonly minutes: number;
}

/** Making one costs more than using it a thousand times; there are as many as zones in use. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The date and time of day in an IANA zone; throws RangeError for a zone that does not exist. */
export function localTimeOf(timeMs: number, zone: string): LocalTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(timeMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

/** What the wall clock of a zone shows, as if it were UTC. */
function wallOf(timeMs: number, zone: string): number {
  const { date, minutes } = localTimeOf(timeMs, zone);
  return Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS;
}

/**
 * The next moment after `timeMs` at which the wall clock shows this time of day. A time that comes twice (clocks set
 * back) counts each time; one that does not come (clocks set forward) counts when it is jumped over.
 */
export function nextTimeOfDay(timeMs: number, minutes: number, zone: string): number {
  const start = Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
  const shown = localTimeOf(start, zone).minutes;
  const ahead = (minutes - shown + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const wanted = wallOf(start, zone) + ahead * MINUTE_MS;
  // Zones move at most once within two days, so one of the offsets in force before and after is the right one.
  const [before, after] = [wanted - DAY_MS, wanted + DAY_MS].map((near) => wallOf(near, zone) - near);
  const candidates = [wanted - (before ?? 0), wanted - (after ?? 0)].sort((a, b) => a - b);
  const found = candidates.find((moment) => moment > timeMs && wallOf(moment, zone) === wanted);
  return found ?? jumpBetween(candidates[0] ?? wanted, candidates[1] ?? wanted, zone);
}

/** The first minute of the new offset. */
function jumpBetween(from: number, to: number, zone: string): number {
  const offsetAt = (moment: number): number => wallOf(moment, zone) - moment;
  let [low, high] = [from, to];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle) === offsetAt(from)) low = middle;
    else high = middle;
  }
  return high;
}
