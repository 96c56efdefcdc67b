import type { Sim } from '../devices/sim.ts';
import type { PhoneBudget } from './phone-budget.ts';
import type { SimBudget } from './sim-budget.ts';
import type { SimNow } from './sim-choice.ts';

/** What the SIMs of one phone share: its minute, and the messages that its link still takes. */
export interface SharedPhone {
  readonly budget: PhoneBudget;
  readonly isHeld: boolean;
  slots: number;
}

export interface SimState {
  readonly budget: SimBudget;
  lastUsedAt: number;
}

/** What the operator's caps leave of a SIM. */
export interface SimCaps {
  /** Parts of its day and its month; infinite without a cap. */
  readonly left: () => number;
  readonly fitsTomorrow: (parts: number) => boolean;
}

/** A ready SIM during one look at the fleet; what is booked on it or beside it shows at once. */
export class LiveSim implements SimNow {
  readonly simId: string;
  readonly deviceId: string;
  readonly mode: Sim['mode'];
  readonly isInService: boolean;
  readonly isHeld: boolean;
  readonly hasFailedLately: boolean;
  readonly batteryPercent: number | null;
  readonly isCharging: boolean | null;
  readonly signal: number | null;
  readonly partsPerMinute: number;
  readonly sim: Sim;
  readonly #phone: SharedPhone;
  readonly #state: SimState;
  readonly #isOtp: boolean;
  readonly #now: number;
  readonly #caps: SimCaps;

  constructor(
    sim: Sim,
    about: { readonly phone: SharedPhone; readonly state: SimState; readonly caps: SimCaps },
    isOtp: boolean,
    now: number,
  ) {
    this.sim = sim;
    this.simId = sim.simId;
    this.deviceId = sim.deviceId;
    this.mode = sim.mode;
    this.isInService = sim.isInService;
    this.batteryPercent = sim.batteryPercent;
    this.isCharging = sim.isCharging;
    this.signal = sim.signal;
    this.isHeld = about.phone.isHeld || !sim.isOn;
    this.partsPerMinute = about.phone.budget.limit(now);
    this.hasFailedLately = about.state.budget.hasFailedLately(now);
    this.#phone = about.phone;
    this.#state = about.state;
    this.#caps = about.caps;
    this.#isOtp = isOtp;
    this.#now = now;
  }

  get slots(): number {
    return this.#state.budget.slots(this.#phone.slots, this.#now);
  }

  get restsUntil(): number {
    return Math.max(this.#state.budget.restsUntil(), this.#phone.budget.restsUntil());
  }

  get partsLeft(): number {
    return this.#phone.budget.left(this.#now, this.#isOtp);
  }

  get capLeft(): number {
    return this.#caps.left();
  }

  fitsTomorrow(parts: number): boolean {
    return this.#caps.fitsTomorrow(parts);
  }

  get lastUsedAt(): number {
    return this.#state.lastUsedAt;
  }

  freeAt(parts: number): number | null {
    return this.#phone.budget.freeAt(this.#now, parts, this.#isOtp);
  }

  /** Books a message: `turn` orders bookings of the same moment. */
  book(use: { readonly id: string; readonly parts: number }, turn: number): void {
    this.#phone.slots -= 1;
    this.#phone.budget.reserve({ ...use, isOtp: this.#isOtp }, this.#now);
    this.#state.budget.reserve(use.id, this.#now);
    this.#state.lastUsedAt = this.#now + turn / 1e6;
  }
}
