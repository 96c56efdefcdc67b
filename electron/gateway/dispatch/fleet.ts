/** The phones and SIMs as dispatch sees them: what each may be handed now, and what it was handed. */
import type { Mode } from '../../shared/states.ts';
import type { Sim } from '../devices/sim.ts';
import type { Clock } from '../foundation/clock.ts';
import type { LocalDay } from '../foundation/local-day.ts';
import type { AttemptStore } from '../messages/attempt-store.ts';
import type { SimUsageStore } from '../messages/sim-usage-store.ts';
import { LiveSim, type SharedPhone, type SimCaps, type SimState } from './live-sim.ts';
import { PhoneBudget } from './phone-budget.ts';
import { SimBudget } from './sim-budget.ts';
import { WINDOW_MS } from './sliding-window.ts';

interface FleetDeps {
  readonly readySims: () => readonly Sim[];
  readonly isDeviceHeld: (deviceId: string) => boolean;
  readonly attempts: Pick<AttemptStore, 'partsSince'>;
  readonly usage: SimUsageStore;
  /** The day of the workspace. */
  readonly localDay: (now: number) => LocalDay;
  readonly clock: Clock;
}

/** The ready SIMs of one moment: how they stand for one-time codes, and for everything else. */
export interface FleetView {
  readonly forCodes: readonly LiveSim[];
  readonly forTexts: readonly LiveSim[];
}

/** A message in the air, until the radio or the phone has answered. */
interface Booking {
  readonly deviceId: string;
  readonly simId: string;
  readonly parts: number;
  readonly day: string;
}

/** Answers that never came are forgotten from this many on; their parts have left the minute long before. */
const BOOKINGS_KEPT = 20_000;

export class Fleet {
  readonly #deps: FleetDeps;
  readonly #phones = new Map<string, PhoneBudget>();
  readonly #sims = new Map<string, SimState>();
  readonly #bookings = new Map<string, Booking>();
  #turn = 0;

  constructor(deps: FleetDeps) {
    this.#deps = deps;
  }

  /** Looks at every ready SIM. What is booked on one shows on all that share its phone. */
  look(): Readonly<Record<Mode, FleetView>> {
    const now = this.#deps.clock.monotonic();
    const phones = new Map<string, SharedPhone>();
    const views = {
      live: { forCodes: [] as LiveSim[], forTexts: [] as LiveSim[] },
      test: { forCodes: [] as LiveSim[], forTexts: [] as LiveSim[] },
    };
    for (const sim of this.#deps.readySims()) {
      let phone = phones.get(sim.deviceId);
      if (phone === undefined) {
        phone = this.#sharedPhone(sim);
        phones.set(sim.deviceId, phone);
      }
      const about = { phone, state: this.#sim(sim.simId), caps: this.#capsOf(sim) };
      views[sim.mode].forCodes.push(new LiveSim(sim, about, true, now));
      views[sim.mode].forTexts.push(new LiveSim(sim, about, false, now));
    }
    return views;
  }

  /** Whether any link takes a message now. */
  hasRoom(): boolean {
    return this.#deps.readySims().some((sim) => sim.freeSlots() > 0);
  }

  /** Parts that the ready phones may send in a minute, those paused left out; infinite where one is not paced. */
  partsPerMinute(modes: readonly Mode[]): number {
    const views = this.look();
    const limits = new Map<string, number>();
    for (const mode of modes) {
      for (const sim of views[mode].forTexts) {
        if (sim.isInService && !sim.isHeld) limits.set(sim.deviceId, sim.partsPerMinute);
      }
    }
    return [...limits.values()].reduce((sum, limit) => sum + limit, 0);
  }

  /** Books a message on a SIM and its phone. */
  book(sim: LiveSim, attemptId: string, parts: number): void {
    const day = this.#today().name;
    this.#turn += 1;
    sim.book({ id: attemptId, parts }, this.#turn % 1_000);
    this.#deps.usage.add(sim.simId, day, parts);
    this.#bookings.set(attemptId, { deviceId: sim.deviceId, simId: sim.simId, parts, day });
    if (this.#bookings.size <= BOOKINGS_KEPT) return;
    for (const oldest of this.#bookings.keys()) {
      this.#bookings.delete(oldest);
      return;
    }
  }

  /** It is proved that nothing of the attempt was submitted: its parts are free again. Safe twice. */
  giveBack(attemptId: string, deviceId: string): void {
    this.#phones.get(deviceId)?.giveBack(attemptId);
    const booking = this.#bookings.get(attemptId);
    if (booking === undefined) return;
    this.#bookings.delete(attemptId);
    this.#sims.get(booking.simId)?.budget.giveBack(attemptId);
    this.#deps.usage.add(booking.simId, booking.day, -booking.parts);
  }

  /** The radio answered: what the attempt used is used. */
  keepUsed(attemptId: string): void {
    this.#bookings.delete(attemptId);
  }

  /** The budget of a phone; its last minute is read from its attempts, so that a restart does not forget it. */
  phoneBudget(deviceId: string): PhoneBudget {
    let budget = this.#phones.get(deviceId);
    if (budget === undefined) {
      const { clock, attempts } = this.#deps;
      const [wall, now] = [clock.now(), clock.monotonic()];
      const earlier = attempts
        .partsSince(deviceId, wall - WINDOW_MS)
        .map(({ id, at, parts }) => ({ id, parts, at: now - Math.max(0, wall - at) }));
      budget = new PhoneBudget(null, earlier);
      this.#phones.set(deviceId, budget);
    }
    return budget;
  }

  simBudget(simId: string): SimBudget {
    return this.#sim(simId).budget;
  }

  /** Parts that a SIM used today and in this month, where the workspace is. */
  usedBy(simId: string): { readonly day: number; readonly month: number } {
    const day = this.#today().name;
    const { usage } = this.#deps;
    return { day: usage.used(simId, day), month: usage.used(simId, day.slice(0, 7)) };
  }

  /** When the local day is over, by the monotonic clock. */
  dayEndsAt(): number {
    const { clock } = this.#deps;
    return clock.monotonic() + this.#today().until - clock.now();
  }

  #sharedPhone(sim: Sim): SharedPhone {
    const budget = this.phoneBudget(sim.deviceId);
    budget.setLimit(sim.partsPerMinute);
    return { budget, isHeld: this.#deps.isDeviceHeld(sim.deviceId), slots: sim.freeSlots() };
  }

  #sim(simId: string): SimState {
    let state = this.#sims.get(simId);
    if (state === undefined) {
      state = { budget: new SimBudget(), lastUsedAt: Number.NEGATIVE_INFINITY };
      this.#sims.set(simId, state);
    }
    return state;
  }

  #today(): LocalDay {
    return this.#deps.localDay(this.#deps.clock.now());
  }

  #capsOf(sim: Sim): SimCaps {
    const { dayCap, monthCap, simId } = sim;
    return {
      left: () => this.#capLeft(sim),
      fitsTomorrow: (parts) => {
        if (dayCap !== null && dayCap < parts) return false;
        if (monthCap === null) return true;
        const month = this.#deps.localDay(this.#today().until).name.slice(0, 7);
        return monthCap - this.#deps.usage.used(simId, month) >= parts;
      },
    };
  }

  #capLeft(sim: Sim): number {
    if (sim.dayCap === null && sim.monthCap === null) return Number.POSITIVE_INFINITY;
    const day = this.#today().name;
    const left = (cap: number | null, period: string): number =>
      cap === null ? Number.POSITIVE_INFINITY : cap - this.#deps.usage.used(sim.simId, period);
    return Math.max(0, Math.min(left(sim.dayCap, day), left(sim.monthCap, day.slice(0, 7))));
  }
}
