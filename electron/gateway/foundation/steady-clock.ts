import type { Clock } from './clock.ts';

/** How far the wall clock may move against the monotonic one before it counts as set, not as kept in time. */
const STEP_MS = 5_000;
/** A clock that was set is believed when it has stood so long. */
const BELIEVED_AFTER_MS = 60_000;
/** So many phones whose own clocks show the new time are believed at once. */
const WITNESSES = 2;
/** How far a phone's clock may be from the new time to speak for it. */
const AGREES_WITHIN_MS = 60_000;

/**
 * A wall clock that does not follow every jump of the computer's: after a step, forwards or back, `now` goes on as
 * before until the new time has stood for a minute, or two phones show it. A jump that passes is never seen: it would
 * expire for good what waits. After a suspend the wall clock is ahead, and is believed a minute later.
 */
export interface SteadyClock extends Clock {
  /** What a phone tells of its own wall clock: how far it is ahead of `now`. */
  heardSkew(deviceId: string, skewMs: number): void;
  /** Called when a step is believed, with its length: `now` has just jumped by it. */
  onStep(listener: (stepMs: number) => void): void;
}

interface Step {
  readonly offset: number;
  /** By the monotonic clock. */
  readonly since: number;
  readonly witnesses: Set<string>;
}

export function createSteadyClock(clock: Clock): SteadyClock {
  const listeners: ((stepMs: number) => void)[] = [];
  /** Wall clock less monotonic clock, as believed. */
  let offset = clock.now() - clock.monotonic();
  let step: Step | null = null;

  function believe(believed: Step): void {
    const stepMs = believed.offset - offset;
    offset = believed.offset;
    step = null;
    for (const listener of listeners) listener(stepMs);
  }

  function now(): number {
    const monotonic = clock.monotonic();
    const seen = clock.now() - monotonic;
    if (Math.abs(seen - offset) <= STEP_MS) {
      offset = seen;
      step = null;
    } else {
      if (step === null || Math.abs(seen - step.offset) > STEP_MS)
        step = { offset: seen, since: monotonic, witnesses: new Set() };
      if (monotonic - step.since >= BELIEVED_AFTER_MS) believe(step);
    }
    return Math.round(monotonic + offset);
  }

  return {
    now,
    monotonic: () => clock.monotonic(),
    heardSkew: (deviceId, skewMs) => {
      now();
      if (step === null || Math.abs(step.offset - offset - skewMs) > AGREES_WITHIN_MS) return;
      step.witnesses.add(deviceId);
      if (step.witnesses.size >= WITNESSES) believe(step);
    },
    onStep: (listener) => {
      listeners.push(listener);
    },
  };
}
