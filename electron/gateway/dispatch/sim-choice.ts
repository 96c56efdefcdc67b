/** Which SIM takes a message, of those that may and have room now. Pure. */

/** What is known of a SIM at this moment. Times are monotonic milliseconds. */
export interface SimNow {
  readonly simId: string;
  readonly deviceId: string;
  readonly mode: string;
  readonly isInService: boolean;
  /** The operator paused its phone, or switched it off. */
  readonly isHeld: boolean;
  /** Its own rest or its phone's, whichever is longer. */
  readonly restsUntil: number;
  /** Messages that link and SIM take now. */
  readonly slots: number;
  /** Parts that its phone may still send in this minute, by what is asked; infinite without a limit. */
  readonly partsLeft: number;
  /** Parts that its phone may ever send in a minute. */
  readonly partsPerMinute: number;
  /** When the phone's minute has room for a text of so many parts; null where it never has. */
  readonly freeAt: (parts: number) => number | null;
  /** Parts left of its day and its month; infinite without a cap. */
  readonly capLeft: number;
  /** Whether its caps let a text of so many parts go when this day is over. */
  readonly fitsTomorrow: (parts: number) => boolean;
  readonly hasFailedLately: boolean;
  readonly batteryPercent: number | null;
  readonly isCharging: boolean | null;
  /** Bars, 0 to 4. */
  readonly signal: number | null;
  /** When it last took a message. */
  readonly lastUsedAt: number;
}

/** What a message asks for. */
export interface Wanted {
  readonly mode: string;
  /** A `dev_…` or `sim_…`, or empty: any. */
  readonly target: string;
  readonly parts: number;
  /** The SIM of the attempt before: others first. */
  readonly avoidSimId: string | null;
  /** The SIM that texted this number before. */
  readonly usualSimId: string | null;
}

const LOW_BATTERY_PERCENT = 15;
const WEAK_SIGNAL = 1;

/** Whether a SIM is one of those that a message may go through. */
export function serves(sim: Pick<SimNow, 'simId' | 'deviceId' | 'mode'>, wanted: Wanted): boolean {
  if (sim.mode !== wanted.mode) return false;
  return wanted.target === '' || sim.deviceId === wanted.target || sim.simId === wanted.target;
}

/**
 * Parts that must be free for it. A text larger than the minute of every phone would wait for ever: it is handed to
 * an idle one, which refuses it as too long.
 */
export function partsNeeded(parts: number, sim: SimNow, isTooLongForAll: boolean): number {
  return isTooLongForAll ? sim.partsPerMinute : parts;
}

/** The lower, the sooner it is used: what may fail or run dry is kept for when the others are busy. */
function weakness(sim: SimNow): number {
  const isFlat = sim.batteryPercent !== null && sim.batteryPercent < LOW_BATTERY_PERCENT;
  return (
    (sim.hasFailedLately ? 4 : 0) +
    (isFlat && sim.isCharging !== true ? 2 : 0) +
    (sim.signal !== null && sim.signal <= WEAK_SIGNAL ? 1 : 0)
  );
}

/** A quarter of a minute's parts is the step in which phones are compared. */
function minuteLeft(sim: SimNow): number {
  if (!Number.isFinite(sim.partsPerMinute)) return 4;
  return Math.ceil((4 * sim.partsLeft) / Math.max(1, sim.partsPerMinute));
}

function compare(a: SimNow, b: SimNow): number {
  return weakness(a) - weakness(b) || minuteLeft(b) - minuteLeft(a) || a.lastUsedAt - b.lastUsedAt;
}

/**
 * The SIM for a message, of those that may take it now: not the one that just failed it, the one its recipient knows,
 * the fittest, the one with most of its minute left, the longest idle.
 */
export function bestSim<S extends SimNow>(wanted: Wanted, free: readonly S[]): S | undefined {
  const others = free.filter((sim) => sim.simId !== wanted.avoidSimId);
  const pool = others.length > 0 ? others : free;
  const usual = pool.find((sim) => sim.simId === wanted.usualSimId);
  if (usual !== undefined && !usual.hasFailedLately) return usual;
  let best = pool[0];
  for (const sim of pool) if (best !== undefined && compare(sim, best) < 0) best = sim;
  return best;
}
