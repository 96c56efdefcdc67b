/** The clocks of a virtual phone, which a test can move. */
import { randomUUID } from 'node:crypto';
import type { PhoneClock } from '../../../electron/gateway/demo-phone/phone-clock.ts';

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
