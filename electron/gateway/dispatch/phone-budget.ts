import { growingRest } from './growing-rest.ts';
import { SlidingWindow } from './sliding-window.ts';

/** What is kept free for one-time codes where they are sent. */
const OTP_SHARE = 0.2;
/** Codes seen in the last day keep their share of the minute. */
const OTP_MEMORY_MS = 86_400_000;
/** After Android refused more, this much of what had gone out counts as the limit … */
const LEARNED_SHARE = 0.8;
/** … and one part more every so often, until the operator's number is reached again. */
const RELEARN_MS = 600_000;
const REST_CAP_MS = 900_000;

interface PartsUse {
  readonly id: string;
  readonly parts: number;
  readonly isOtp: boolean;
}

/**
 * What one phone may be handed: parts in any 60 s over all its SIMs, less what is kept for codes, and whether it rests.
 * Reserved when a message is claimed, given back when it is proved that nothing was submitted. It is a plan: the phone
 * itself holds the limit. Every time is monotonic.
 */
export class PhoneBudget {
  readonly #window: SlidingWindow;
  #limit: number | null;
  #learned: { readonly parts: number; readonly at: number } | null = null;
  #otpSeenAt = Number.NEGATIVE_INFINITY;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #troubles = 0;

  constructor(limit: number | null, earlier: readonly { id: string; at: number; parts: number }[] = []) {
    this.#limit = limit;
    this.#window = new SlidingWindow(earlier);
  }

  /** The operator's number; null: this phone is not paced. */
  setLimit(limit: number | null): void {
    this.#limit = limit;
  }

  /** Parts a minute that hold now: the operator's number, or less where Android refused it. */
  limit(now: number): number {
    const set = this.#limit ?? Number.POSITIVE_INFINITY;
    if (this.#learned === null) return set;
    const learned = this.#learned.parts + Math.floor((now - this.#learned.at) / RELEARN_MS);
    if (learned >= set) this.#learned = null;
    return Math.min(set, learned);
  }

  /** Parts that may go now. */
  left(now: number, isOtp: boolean): number {
    const limit = this.limit(now);
    if (limit === Number.POSITIVE_INFINITY) return limit;
    return Math.max(0, limit - this.#kept(limit, now, isOtp) - this.#window.used(now));
  }

  /** When a text of so many parts fits; null where no minute holds it. */
  freeAt(now: number, parts: number, isOtp: boolean): number | null {
    const limit = this.limit(now);
    if (limit === Number.POSITIVE_INFINITY) return now;
    return this.#window.freeAt(limit - this.#kept(limit, now, isOtp), parts, now);
  }

  reserve(use: PartsUse, now: number): void {
    if (use.isOtp) this.#otpSeenAt = now;
    if (this.#limit === null && this.#learned === null) return;
    this.#window.add({ id: use.id, parts: use.parts, at: now });
  }

  giveBack(id: string): void {
    this.#window.giveBack(id);
  }

  restsUntil(): number {
    return this.#restsUntil;
  }

  /** The phone asked for so much time, or a reason of its own needs it. */
  rest(ms: number, now: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, now + ms);
  }

  /** The phone itself is in trouble: each time it rests longer. Answers when it is tried again. */
  restForTrouble(firstMs: number, now: number): number {
    if (now >= this.#restsUntil) this.#troubles += 1;
    this.rest(growingRest(firstMs, this.#troubles, REST_CAP_MS), now);
    return this.#restsUntil;
  }

  recovered(): void {
    this.#troubles = 0;
  }

  /** Android refused more than went out in the last minute, whatever the number is set to. */
  learnLimit(now: number): void {
    const used = this.#window.used(now);
    if (used === 0) return;
    const parts = Math.max(1, Math.floor(Math.min(used, this.limit(now)) * LEARNED_SHARE));
    this.#learned = { parts, at: now };
  }

  #kept(limit: number, now: number, isOtp: boolean): number {
    if (isOtp || now - this.#otpSeenAt > OTP_MEMORY_MS) return 0;
    return Math.floor(limit * OTP_SHARE);
  }
}
