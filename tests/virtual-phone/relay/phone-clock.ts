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

export interface SettablePhoneClock extends PhoneClock {
  /** What the network's clocks show: right whatever the phone's owner sets. Milliseconds since 1970. */
  network(): number;
  /** Moves only the wall clock. */
  skew(byMs: number): void;
  /** Lets time pass on both clocks. */
  advance(byMs: number): void;
  /** A new boot: new id, elapsed from 0. Tell the radio too. */
  reboot(): void;
}

/** A clock that runs with the machine's and can be moved. */
export function createPhoneClock(): SettablePhoneClock {
  let skewMs = 0;
  let aheadMs = 0;
  let bootedAt = performance.now();
  let bootAheadMs = 0;
  let bootId = randomUUID();
  const listeners = new Set<() => void>();
  return {
    network: () => Date.now() + aheadMs,
    wall: () => Date.now() + aheadMs + skewMs,
    elapsed: () => Math.floor(performance.now() - bootedAt + aheadMs - bootAheadMs),
    bootId: () => bootId,
    skew(byMs) {
      skewMs += byMs;
    },
    advance(byMs) {
      aheadMs += byMs;
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reboot() {
      bootedAt = performance.now();
      bootAheadMs = aheadMs;
      bootId = randomUUID();
    },
  };
}
