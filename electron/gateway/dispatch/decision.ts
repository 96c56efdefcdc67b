/**
 * The one decision of the queue: may this message go now, and if not, why and until when. Dispatch hands out by it;
 * `waiting`, preview, the state of the queue and its estimate are told from it. Pure.
 */
import type { WaitingReason } from '../../shared/states.ts';
import { bestSim, partsNeeded, serves, type SimNow, type Wanted } from './sim-choice.ts';

/** What holds messages whatever the phones could do. Times are monotonic milliseconds. */
export interface Holds {
  readonly isPaused: boolean;
  readonly isReconciling: boolean;
  readonly isFailing: boolean;
  /** The client or the batch of this message is paused. */
  readonly isOwnerPaused: boolean;
  /** Its own time: scheduled, or after a try that failed. */
  readonly due: { readonly reason: 'scheduled' | 'pacing'; readonly at: number } | null;
  /** The end of the quiet hours, for what they hold. */
  readonly quietUntil: number | null;
  /** When the SIMs' day is over. */
  readonly dayEndsAt: number;
}

export interface Wait {
  readonly kind: 'wait';
  readonly reason: WaitingReason;
  readonly until: number | null;
  /** The phone or SIM that it names is not there. */
  readonly isTargetGone: boolean;
  /** It only waits for room in a minute that others use: the SIM that has room first, and it takes messages now. */
  readonly crowdedOn: string | null;
}

type Decision<S> = { readonly kind: 'send'; readonly sim: S } | Wait;

function wait(
  reason: WaitingReason,
  until: number | null,
  more: { readonly isTargetGone?: boolean; readonly crowdedOn?: string | null } = {},
): Wait {
  return {
    kind: 'wait',
    reason,
    until,
    isTargetGone: more.isTargetGone ?? false,
    crowdedOn: more.crowdedOn ?? null,
  };
}

/** What holds it before any phone is looked at. */
function heldBy(holds: Holds): Wait | null {
  if (holds.isPaused || holds.isOwnerPaused) return wait('paused', null);
  if (holds.isReconciling) return wait('reconcile', null);
  if (holds.isFailing) return wait('failure_rate', null);
  if (holds.due !== null) return wait(holds.due.reason, holds.due.at);
  if (holds.quietUntil !== null) return wait('quiet_hours', holds.quietUntil);
  return null;
}

/** Which SIM takes it, of these, or what it waits for. */
export function decideRoute<S extends SimNow>(
  wanted: Wanted,
  sims: readonly S[],
  dayEndsAt: number,
  now: number,
): Decision<S> {
  const own = sims.filter((sim) => serves(sim, wanted));
  if (own.length === 0) return wait('no_device', null, { isTargetGone: wanted.target !== '' });
  const open = own.filter((sim) => !sim.isHeld);
  if (open.length === 0) return wait('paused', null);
  const inService = open.filter((sim) => sim.isInService);
  if (inService.length === 0) return wait('sim_out_of_service', null);
  const capped = inService.filter((sim) => sim.capLeft >= wanted.parts);
  if (capped.length === 0) {
    // A month that is used up, or a text that is larger than a day, does not end with the day.
    const endsToday = inService.some((sim) => sim.fitsTomorrow(wanted.parts));
    return wait('daily_cap', endsToday ? dayEndsAt : null);
  }
  const isTooLong = capped.every((sim) => sim.partsPerMinute < wanted.parts);
  const rested = capped.filter((sim) => sim.restsUntil <= now);
  const paced = rested.filter((sim) => sim.partsLeft >= partsNeeded(wanted.parts, sim, isTooLong));
  if (paced.length === 0) return pacedWait(wanted.parts, capped, isTooLong, now);
  const sim = bestSim(
    wanted,
    paced.filter((candidate) => candidate.slots > 0),
  );
  return sim === undefined ? wait('pacing', null) : { kind: 'send', sim };
}

/** All that may take it have used their minute or rest. */
function pacedWait(parts: number, sims: readonly SimNow[], isTooLong: boolean, now: number): Wait {
  let first: { readonly sim: SimNow; readonly at: number } | undefined;
  for (const sim of sims) {
    const free = sim.freeAt(partsNeeded(parts, sim, isTooLong));
    const at = free === null ? null : Math.max(free, sim.restsUntil);
    if (at !== null && (first === undefined || at < first.at)) first = { sim, at };
  }
  if (first === undefined) return wait('pacing', null);
  const isCrowded = first.sim.restsUntil <= now && first.sim.slots > 0;
  return wait('pacing', first.at, { crowdedOn: isCrowded ? first.sim.simId : null });
}

/** The whole decision. */
export function decide<S extends SimNow>(
  wanted: Wanted,
  holds: Holds,
  sims: readonly S[],
  now: number,
): Decision<S> {
  return heldBy(holds) ?? decideRoute(wanted, sims, holds.dayEndsAt, now);
}
