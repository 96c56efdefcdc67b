/** A day where the workspace is. */
import { localTimeOf, nextTimeOfDay } from './zoned-time.ts';

export interface LocalDay {
  /** Such as 2026-03-14. */
  readonly name: string;
  /** The moment at which it is over, milliseconds since 1970. */
  readonly until: number;
}

/** Tells the local day of a moment; the last answer is kept until it is over, or the clock or the zone was set. */
export function createLocalDays(zone: () => string): (now: number) => LocalDay {
  let known: (LocalDay & { readonly zone: string; readonly from: number }) | null = null;
  return (now) => {
    const own = zone();
    if (known === null || known.zone !== own || now < known.from || now >= known.until) {
      known = {
        zone: own,
        name: localTimeOf(now, own).date,
        from: now,
        until: nextTimeOfDay(now, 0, own),
      };
    }
    return known;
  };
}
