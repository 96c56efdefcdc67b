/** When a list of texts will be out, by the budgets that hand texts out, and what will hold it on the way. */
import { DEFAULT_PARTS_PER_MINUTE } from '../devices/pairing-desk.ts';
import type { Clock } from '../foundation/clock.ts';
import type { ForecastQuestion, Foretell } from '../messages/batches/bulk-request.ts';
import type { Lanes } from '../messages/lanes.ts';
import type { Fleet } from './fleet.ts';

/** What phones may send. Infinite where nothing bounds it. */
export interface Pace {
  readonly partsPerMinute: number;
  readonly partsLeftToday: number;
  readonly partsPerDay: number;
  /** When the SIMs' day is over; milliseconds since 1970, as all times here. */
  readonly dayEndsAt: number;
}

interface Course {
  readonly finishAt: number;
  readonly isQuietOnTheWay: boolean;
  readonly isCappedOnTheWay: boolean;
}

/** A forecast goes on in steps of this, which quiet hours and days end between. */
const STEP_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** Beyond this it says nothing. */
const FARTHEST_MS = 60 * DAY_MS;

/**
 * How so many parts go out from a time on; null where that is not to be seen. Pure. `quietUntil` is the end of the
 * quiet hours that a time is in, or null.
 */
export function courseOf(
  parts: number,
  startAt: number,
  pace: Pace,
  quietUntil: (at: number) => number | null,
): Course | null {
  if (pace.partsPerMinute <= 0) return null;
  let [at, left, leftToday, dayEndsAt] = [startAt, parts, pace.partsLeftToday, pace.dayEndsAt];
  let [isQuietOnTheWay, isCappedOnTheWay] = [false, false];
  while (at < startAt + FARTHEST_MS) {
    for (; dayEndsAt <= at; dayEndsAt += DAY_MS) leftToday = pace.partsPerDay;
    const quietEnd = quietUntil(at);
    if (quietEnd !== null && quietEnd > at) {
      at = quietEnd;
      isQuietOnTheWay = true;
      continue;
    }
    if (leftToday <= 0) {
      at = dayEndsAt;
      isCappedOnTheWay = true;
      continue;
    }
    const stepMs = Math.min(STEP_MS, dayEndsAt - at);
    const step = Math.min((pace.partsPerMinute * stepMs) / 60_000, leftToday);
    if (step >= left) {
      const finishAt = Math.round(at + (left / pace.partsPerMinute) * 60_000);
      return { finishAt, isQuietOnTheWay, isCappedOnTheWay };
    }
    left -= step;
    leftToday -= step;
    at += stepMs;
  }
  return null;
}

export interface BatchForecastDeps {
  readonly fleet: Pick<Fleet, 'look' | 'dayEndsAt'>;
  readonly lanes: Pick<Lanes, 'partsWaiting'>;
  readonly isPaused: () => boolean;
  readonly quietUntil: (now: number) => number | null;
  readonly clock: Clock;
}

const BULK = 2;

/** Everything that waits in the mode counts as before it: urgent texts pass it, and others' lists take turns with it. */
export function createBatchForecast(deps: BatchForecastDeps): Foretell {
  const { fleet, lanes, clock } = deps;

  function paceOf({ mode, target }: ForecastQuestion): Pace {
    const sims = fleet
      .look()
      [mode].forTexts.filter((sim) => sim.isInService && !sim.isHeld)
      .filter((sim) => target === '' || sim.deviceId === target || sim.simId === target);
    const minutes = new Map(sims.map((sim) => [sim.deviceId, sim.partsPerMinute]));
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    return {
      partsPerMinute: sum([...minutes.values()]),
      partsLeftToday: sum(sims.map((sim) => sim.capLeft)),
      partsPerDay: sum(sims.map((sim) => sim.sim.dayCap ?? Number.POSITIVE_INFINITY)),
      dayEndsAt: fleet.dayEndsAt() - clock.monotonic() + clock.now(),
    };
  }

  return (question) => {
    const pace = paceOf(question);
    const parts = question.parts + lanes.partsWaiting(question.mode);
    const quietUntil = question.priority === BULK ? deps.quietUntil : () => null;
    const course = courseOf(parts, question.startAt, pace, quietUntil);
    const isNobodyThere = pace.partsPerMinute <= 0;
    return {
      finishAt: course?.finishAt ?? null,
      assumedFinishAt:
        course?.finishAt ?? Math.round(question.startAt + (parts / DEFAULT_PARTS_PER_MINUTE) * 60_000),
      warnings: [
        ...(isNobodyThere ? (['no_device'] as const) : []),
        ...(deps.isPaused() ? (['paused'] as const) : []),
        ...(course?.isQuietOnTheWay === true ? (['quiet_hours'] as const) : []),
        ...(course?.isCappedOnTheWay === true ? (['daily_cap'] as const) : []),
      ],
    };
  };
}
