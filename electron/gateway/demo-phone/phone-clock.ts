/** The clocks of a phone: one that its owner can set, one that only counts since boot. */
import { randomUUID } from 'node:crypto';

export interface PhoneClock {
  /** `System.currentTimeMillis`: may be wrong, may jump. */
  wall(): number;
  /** `SystemClock.elapsedRealtime`: milliseconds since boot, never back. */
  elapsed(): number;
  bootId(): string;
  /** Calls when time was moved forward by hand, as an alarm that fell due; answers how to stop that. */
  onAdvance?(listener: () => void): () => void;
}

/** A boot that begins now. `wall` is what its owner reads on it, in milliseconds since 1970. */
export function bootPhoneClock(wall: () => number): PhoneClock {
  const bootedAt = performance.now();
  const bootId = randomUUID();
  return { wall, elapsed: () => Math.floor(performance.now() - bootedAt), bootId: () => bootId };
}
