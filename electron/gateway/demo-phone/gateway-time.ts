import type { LedgerStore } from './ledger-store.ts';
import type { PhoneClock } from './phone-clock.ts';

interface TimeBase {
  readonly bootId: string;
  readonly gatewayMs: number;
  readonly elapsedMs: number;
}

/** A correction beyond this is kept; smaller ones are the two clocks' drift and the way of the frame. */
const DRIFT_MS = 1_000;

/**
 * Gateway time on the phone: what `welcome` or `pong` said plus elapsedRealtime since. The base outlives the app,
 * not the boot: until the next `welcome` a fresh boot has only a guess, and nothing may be submitted by a guess.
 */
export class GatewayTime {
  readonly #clock: PhoneClock;
  readonly #store: LedgerStore;
  #base: TimeBase | null;
  /** Gateway time less elapsedRealtime, as it is on the disk for this boot. */
  #savedOffsetMs: number | null;
  #guessFloorMs: number;

  constructor(clock: PhoneClock, store: LedgerStore) {
    this.#clock = clock;
    this.#store = store;
    const saved = readBase(store.meta('time_base'));
    this.#guessFloorMs = saved?.gatewayMs ?? 0;
    this.#base = saved?.bootId === clock.bootId() ? saved : null;
    this.#savedOffsetMs = this.#base === null ? null : offsetOf(this.#base);
  }

  /** Whether this boot has had a `welcome`. */
  get isKnown(): boolean {
    return this.#base !== null && this.#base.bootId === this.#clock.bootId();
  }

  /** Takes the gateway's word. A `welcome` and a corrected time outlive the app: what is over by it stays so. */
  set(gatewayMs: number, isWelcome: boolean): void {
    const base = { bootId: this.#clock.bootId(), gatewayMs, elapsedMs: this.#clock.elapsed() };
    this.#base = base;
    const isDrift =
      this.#savedOffsetMs !== null && Math.abs(offsetOf(base) - this.#savedOffsetMs) <= DRIFT_MS;
    if (isDrift && !isWelcome) return;
    this.#store.setMeta('time_base', JSON.stringify(base));
    this.#savedOffsetMs = offsetOf(base);
  }

  now(): number {
    if (this.#base !== null && this.isKnown) {
      return this.#base.gatewayMs + Math.max(0, this.#clock.elapsed() - this.#base.elapsedMs);
    }
    return Math.max(this.#guessFloorMs, this.#clock.wall());
  }

  /** The wall clock less gateway time. */
  skewMs(): number {
    return Math.round(this.#clock.wall() - this.now());
  }
}

const offsetOf = (base: TimeBase): number => base.gatewayMs - base.elapsedMs;

function readBase(json: string | null): TimeBase | null {
  if (json === null) return null;
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return null;
  return {
    bootId: String(Reflect.get(value, 'bootId')),
    gatewayMs: Number(Reflect.get(value, 'gatewayMs')),
    elapsedMs: Number(Reflect.get(value, 'elapsedMs')),
  };
}
