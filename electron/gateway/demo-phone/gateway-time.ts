import type { LedgerStore } from './ledger-store.ts';
import type { PhoneClock } from './phone-clock.ts';

interface TimeBase {
  readonly bootId: string;
  readonly gatewayMs: number;
  readonly elapsedMs: number;
}

/**
 * Gateway time on the phone: what `welcome` or `pong` said plus elapsedRealtime since. The base outlives the app,
 * not the boot: until the next `welcome` a fresh boot has only a guess, and nothing may be submitted by a guess.
 */
export class GatewayTime {
  readonly #clock: PhoneClock;
  readonly #store: LedgerStore;
  #base: TimeBase | null;
  #guessFloorMs: number;

  constructor(clock: PhoneClock, store: LedgerStore) {
    this.#clock = clock;
    this.#store = store;
    const saved = readBase(store.meta('time_base'));
    this.#guessFloorMs = saved?.gatewayMs ?? 0;
    this.#base = saved?.bootId === clock.bootId() ? saved : null;
  }

  /** Whether this boot has had a `welcome`. */
  get isKnown(): boolean {
    return this.#base !== null && this.#base.bootId === this.#clock.bootId();
  }

  /** Takes the gateway's word; kept across an app death when it came with `welcome`. */
  set(gatewayMs: number, isWelcome: boolean): void {
    this.#base = { bootId: this.#clock.bootId(), gatewayMs, elapsedMs: this.#clock.elapsed() };
    if (isWelcome) this.#store.setMeta('time_base', JSON.stringify(this.#base));
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
