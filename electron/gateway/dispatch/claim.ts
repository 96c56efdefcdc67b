/**
 * One round of handing out: which messages go to which SIMs now. Runs inside a transaction: what it takes is `sending`
 * with an attempt `offered` when that is on the disk. Only lanes that some SIM can serve now are asked.
 */
import { MODES, type Mode } from '../../shared/states.ts';
import { newId } from '../foundation/new-id.ts';
import type { AttemptStore, NewAttempt } from '../messages/attempt-store.ts';
import { LINE_PRIORITIES, type Lane, type Lanes } from '../messages/lanes.ts';
import type { MessageRow } from '../messages/message-row.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { MessageTransitions } from '../messages/message-transitions.ts';
import type { TurnRing } from '../messages/turn-ring.ts';
import { decideRoute, type Wait } from './decision.ts';
import type { Fleet, FleetView } from './fleet.ts';
import type { LiveSim } from './live-sim.ts';
import { PriorityTurn } from './priority-turn.ts';
import type { Wanted } from './sim-choice.ts';
import { WINDOW_MS } from './sliding-window.ts';

export interface Claim {
  readonly attempt: NewAttempt;
  readonly row: MessageRow;
  readonly sim: LiveSim;
}

export interface ClaimDeps {
  readonly lanes: Lanes;
  readonly messages: Pick<MessageStore, 'nextInLane'>;
  readonly attempts: Pick<AttemptStore, 'insert' | 'ofMessage' | 'lastSimTo'>;
  readonly transitions: Pick<MessageTransitions, 'markSending'>;
  readonly fleet: Fleet;
}

/** The moment of a round, and what it must leave alone. */
interface Moment {
  /** Wall clock: for dates. */
  readonly now: number;
  /** Monotonic: for durations. */
  readonly monotonic: number;
  readonly isQuiet: boolean;
  /** Modes in which message after message failed: nothing of theirs goes. */
  readonly failing: readonly Mode[];
}

export interface Round {
  readonly claims: readonly Claim[];
  /** When something may go that could not yet, by the monotonic clock; null when that takes news. */
  readonly nextAt: number | null;
}

const MAX_CLAIMS = 512;
/** Lanes of one ring that may be found blocked in a round before it is left for the next. */
const MAX_ASIDE = 32;
const OTP = 0;
const BULK = 2;

/** Keeps turns and patience between rounds. */
export class Claimer {
  readonly #deps: ClaimDeps;
  readonly #turns: Readonly<Record<Mode, PriorityTurn>> = {
    live: new PriorityTurn(),
    test: new PriorityTurn(),
  };
  /** The round that each line of the queue has come to, by mode and priority. */
  readonly #rounds = new Map<string, number>();
  /** Since when the first message of a lane waits for room that smaller ones took. */
  readonly #crowdedSince = new Map<Lane, number>();

  constructor(deps: ClaimDeps) {
    this.#deps = deps;
  }

  claim(moment: Moment): Round {
    const views = this.#deps.fleet.look();
    const modes = MODES.filter((mode) => !moment.failing.includes(mode));
    const rounds = modes.map((mode) => this.#claimMode(mode, views[mode], moment));
    const claims = rounds.flatMap((round) => round.claims);
    for (const { attempt } of claims) this.#deps.attempts.insert(attempt);
    const times = rounds.flatMap((round) => round.nextAt ?? []);
    return { claims, nextAt: times.length === 0 ? null : Math.min(...times) };
  }

  #claimMode(mode: Mode, view: FleetView, moment: Moment): Round {
    const round = new ModeRound(mode, view, moment, this.#deps.lanes);
    const claims: Claim[] = [];
    while (claims.length < MAX_CLAIMS && round.hasRoom()) {
      const waiting = round.priorities();
      const priority = this.#turns[mode].next(waiting);
      if (priority === undefined) break;
      const line = `${mode}/${priority}`;
      const turn = round.turn(priority, this.#rounds.get(line) ?? 0);
      if (turn === undefined) continue;
      this.#rounds.set(line, turn.round);
      const row = this.#deps.messages.nextInLane(turn.lane.id, moment.now);
      const claim = row === undefined ? null : this.#take(row, turn.lane, round);
      if (row === undefined || claim === null) {
        round.setAside(priority, turn);
        continue;
      }
      claims.push(claim);
      turn.ring.charge(turn.lane, row.parts);
      this.#turns[mode].charge(priority, row.parts, waiting);
    }
    return { claims, nextAt: round.nextAt() };
  }

  #take(row: MessageRow, lane: Lane, round: ModeRound): Claim | null {
    const { fleet, transitions } = this.#deps;
    const { now, monotonic } = round.moment;
    const sims = round.simsFor(row.priority);
    const choice = decideRoute(
      this.wantedOf(row, lane.target, sims),
      sims,
      Number.POSITIVE_INFINITY,
      monotonic,
    );
    if (choice.kind === 'wait') {
      this.#waits(lane, choice, round);
      return null;
    }
    const { sim } = choice;
    if (!transitions.markSending(row, sim.sim.deviceName, now)) return null;
    const attempt = newAttempt(row, sim, now);
    fleet.book(sim, attempt.attemptId, row.parts);
    if (this.#crowdedSince.size > 0) this.#crowdedSince.delete(lane);
    return { attempt, row, sim };
  }

  /** What a message asks for, as the routing rules take it. */
  wantedOf(row: MessageRow, target: string, sims: readonly LiveSim[]): Wanted {
    const { attempts } = this.#deps;
    const before = row.held > 0 ? attempts.ofMessage(row.seq).at(-1) : undefined;
    // Who alone may send it needs no other reason.
    const hasChoice = target === '' && sims.length > 1;
    return {
      mode: row.mode,
      target,
      parts: row.parts,
      avoidSimId: before?.sim_id ?? null,
      usualSimId: hasChoice ? attempts.lastSimTo(row) : null,
    };
  }

  /** Smaller texts may pass a large one for a minute; then the SIM that can take it first is kept for it. */
  #waits(lane: Lane, wait: Wait, round: ModeRound): void {
    if (wait.until !== null) round.mayGoAt(wait.until);
    if (wait.crowdedOn === null) return;
    const { monotonic } = round.moment;
    const since = this.#crowdedSince.get(lane);
    if (since === undefined) this.#crowdedSince.set(lane, monotonic);
    else if (monotonic - since >= WINDOW_MS) round.keep(wait.crowdedOn);
  }
}

interface Turn {
  readonly ring: TurnRing<Lane>;
  readonly lane: Lane;
  readonly round: number;
}

/** The SIMs and the lanes of one mode during a round. */
class ModeRound {
  readonly moment: Moment;
  readonly #sims: FleetView;
  readonly #kept = new Set<string>();
  readonly #rings = new Map<number, readonly TurnRing<Lane>[]>();
  readonly #aside = new Map<TurnRing<Lane>, Set<Lane>>();
  #nextAt: number | null = null;

  constructor(mode: Mode, sims: FleetView, moment: Moment, lanes: Lanes) {
    this.moment = moment;
    this.#sims = sims;
    const [codes, texts] = [openTargets(sims.forCodes, moment), openTargets(sims.forTexts, moment)];
    for (const priority of LINE_PRIORITIES) {
      if (priority === BULK && moment.isQuiet) continue;
      this.#rings.set(priority, servable(lanes.rings(mode, priority), priority === OTP ? codes : texts));
    }
  }

  hasRoom(): boolean {
    return this.#sims.forCodes.some((sim) => isOpen(sim, this.moment));
  }

  simsFor(priority: number): readonly LiveSim[] {
    const sims = priority === OTP ? this.#sims.forCodes : this.#sims.forTexts;
    return this.#kept.size === 0 ? sims : sims.filter((sim) => !this.#kept.has(sim.simId));
  }

  /** Priorities that have a lane left to ask. */
  priorities(): readonly number[] {
    return LINE_PRIORITIES.filter((priority) =>
      (this.#rings.get(priority) ?? []).some((ring) => ring.next(this.#aside.get(ring)) !== undefined),
    );
  }

  /** The lane of a priority whose turn it is: of all rings that can be served, the one furthest behind. */
  turn(priority: number, round: number): Turn | undefined {
    let best: Turn | undefined;
    for (const ring of this.#rings.get(priority) ?? []) {
      const next = ring.next(this.#aside.get(ring));
      if (next === undefined) continue;
      ring.skip(round - next.round);
      const at = Math.max(round, next.round);
      if (best === undefined || at < best.round) best = { ring, lane: next.lane, round: at };
    }
    return best;
  }

  /** Nothing of this lane can go now; after many such lanes their ring waits for the next round. */
  setAside(priority: number, { ring, lane }: Turn): void {
    const aside = this.#aside.get(ring) ?? new Set();
    this.#aside.set(ring, aside.add(lane));
    if (aside.size < MAX_ASIDE) return;
    this.#rings.set(
      priority,
      (this.#rings.get(priority) ?? []).filter((other) => other !== ring),
    );
  }

  keep(simId: string): void {
    this.#kept.add(simId);
  }

  mayGoAt(time: number): void {
    this.#nextAt = Math.min(this.#nextAt ?? time, time);
  }

  /** The end of a rest and of a full minute count too: lanes that only such a SIM can serve were not asked. */
  nextAt(): number | null {
    const { monotonic } = this.moment;
    for (const sim of this.#sims.forTexts) {
      if (sim.isHeld || !sim.isInService) continue;
      const at = Math.max(sim.restsUntil, sim.freeAt(1) ?? monotonic);
      if (at > monotonic) this.mayGoAt(at);
    }
    return this.#nextAt;
  }
}

function isOpen(sim: LiveSim, { monotonic }: Moment): boolean {
  return sim.isInService && !sim.isHeld && sim.restsUntil <= monotonic && sim.slots > 0 && sim.partsLeft > 0;
}

function openTargets(sims: readonly LiveSim[], moment: Moment): ReadonlySet<string> {
  const open = sims.filter((sim) => isOpen(sim, moment));
  if (open.length === 0) return new Set();
  return new Set(['', ...open.flatMap((sim) => [sim.deviceId, sim.simId])]);
}

/** The rings that these targets can serve; whichever is fewer is walked through. */
function servable(
  rings: ReadonlyMap<string, TurnRing<Lane>>,
  targets: ReadonlySet<string>,
): readonly TurnRing<Lane>[] {
  if (rings.size <= targets.size) {
    return [...rings].flatMap(([target, ring]) => (targets.has(target) ? [ring] : []));
  }
  return [...targets].flatMap((target) => rings.get(target) ?? []);
}

function newAttempt(row: MessageRow, { sim }: LiveSim, now: number): NewAttempt {
  return {
    attemptId: newId('att', now),
    messageSeq: row.seq,
    n: row.held + 1,
    deviceId: sim.deviceId,
    deviceName: sim.deviceName,
    ledgerId: sim.ledgerId,
    simId: sim.simId,
    simSlot: sim.slot,
    notAfter: row.expires_at,
    offeredAt: now,
  };
}
