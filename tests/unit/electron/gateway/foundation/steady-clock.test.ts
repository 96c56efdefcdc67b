import { describe, expect, it } from 'vitest';
import { createSteadyClock } from '../../../../../electron/gateway/foundation/steady-clock.ts';

const HOUR_MS = 3_600_000;
const START = 1_800_000_000_000;

function setup() {
  const real = { wall: START, monotonic: 1_000 };
  const clock = createSteadyClock({ now: () => real.wall, monotonic: () => real.monotonic });
  const steps: number[] = [];
  clock.onStep((stepMs) => steps.push(stepMs));
  /** Time goes on, looked at each second as the sweep does. */
  const pass = (seconds: number): void => {
    for (let n = 0; n < seconds; n += 1) {
      real.wall += 1_000;
      real.monotonic += 1_000;
      clock.now();
    }
  };
  const set = (byMs: number): void => {
    real.wall += byMs;
  };
  return { clock, pass, set, steps };
}

describe('a steady clock', () => {
  it('follows a clock that is kept in time by small steps', () => {
    const { clock, pass, set, steps } = setup();
    for (let n = 0; n < 20; n += 1) {
      set(900);
      pass(10);
    }
    expect(clock.now()).toBe(START + 20 * 10_900);
    expect(steps).toEqual([]);
  });

  it('never sees a jump of 25 hours that passes', () => {
    const { clock, pass, set, steps } = setup();
    set(25 * HOUR_MS);
    pass(2);
    expect(clock.now()).toBe(START + 2_000);
    set(-25 * HOUR_MS);
    pass(120);
    expect(clock.now()).toBe(START + 122_000);
    expect(steps).toEqual([]);
  });

  it.each([25 * HOUR_MS, -3 * HOUR_MS])('believes a step of %i ms that stands for a minute', (stepMs) => {
    const { clock, pass, set, steps } = setup();
    set(stepMs);
    pass(59);
    expect(clock.now()).toBe(START + 59_000);
    pass(2);
    expect(clock.now()).toBe(START + stepMs + 61_000);
    expect(steps).toEqual([stepMs]);
  });

  it('begins the minute anew when the clock is set again', () => {
    const { clock, pass, set } = setup();
    set(25 * HOUR_MS);
    pass(50);
    set(HOUR_MS);
    pass(50);
    expect(clock.now()).toBe(START + 100_000);
  });

  it('believes two phones that show the new time, and not one that says so twice', () => {
    const { clock, pass, set, steps } = setup();
    set(25 * HOUR_MS);
    pass(1);
    clock.heardSkew('dev_1', 25 * HOUR_MS + 400);
    clock.heardSkew('dev_1', 25 * HOUR_MS + 400);
    expect(clock.now()).toBe(START + 1_000);
    clock.heardSkew('dev_2', 25 * HOUR_MS - 900);
    expect(clock.now()).toBe(START + 25 * HOUR_MS + 1_000);
    expect(steps).toEqual([25 * HOUR_MS]);
  });

  it('is not moved by phones that show the old time, or without a step', () => {
    const { clock, pass, set } = setup();
    clock.heardSkew('dev_1', 25 * HOUR_MS);
    clock.heardSkew('dev_2', 25 * HOUR_MS);
    set(25 * HOUR_MS);
    pass(1);
    clock.heardSkew('dev_1', 0);
    clock.heardSkew('dev_2', 300);
    expect(clock.now()).toBe(START + 1_000);
  });
});
