import { growingRest } from './growing-rest.ts';

/** The longest that a SIM without luck is left alone before it is tried again. */
const REST_CAP_MS = 600_000;
/** A try whose answer does not come counts as none after this. */
const PROBE_MS = 900_000;
/** A SIM that failed within this is the second choice. */
const RECENT_MS = 300_000;

/**
 * Whether one SIM is worth a try. After a failure that proves nothing left, it rests, each time twice as long, and is
 * then tried with one message alone until one is sent: an outage that Android calls "in service" costs one try of one
 * message a rest, not five tries of all that waits. Every time is monotonic.
 */
export class SimBudget {
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #restsUntil = Number.NEGATIVE_INFINITY;
  #probe: { readonly id: string; readonly at: number } | null = null;

  restsUntil(): number {
    return this.#restsUntil;
  }

  hasFailedLately(now: number): boolean {
    return this.#failures > 0 || now - this.#failedAt < RECENT_MS;
  }

  /** How many messages it may hold now, of those that its phone has room for. */
  slots(room: number, now: number): number {
    if (this.#restsUntil > now) return 0;
    if (this.#failures === 0) return room;
    const isProbing = this.#probe !== null && now - this.#probe.at < PROBE_MS;
    return isProbing ? 0 : Math.min(1, room);
  }

  reserve(id: string, now: number): void {
    if (this.#failures > 0) this.#probe = { id, at: now };
  }

  /** It never reached the radio, so it tells nothing of the SIM. */
  giveBack(id: string): void {
    if (this.#probe?.id === id) this.#probe = null;
  }

  /** The radio failed: several at a time are one outage. */
  failed(firstMs: number, now: number): void {
    this.#failedAt = now;
    this.#probe = null;
    if (now < this.#restsUntil) return;
    this.#failures += 1;
    this.#restsUntil = now + growingRest(firstMs, this.#failures, REST_CAP_MS);
  }

  sent(): void {
    this.#failures = 0;
    this.#probe = null;
    this.#restsUntil = Number.NEGATIVE_INFINITY;
  }

  rest(ms: number, now: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, now + ms);
  }
}
