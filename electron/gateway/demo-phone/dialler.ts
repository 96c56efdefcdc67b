import { type BackoffRule, backoffMs } from '../foundation/backoff.ts';
import { after, type Timer } from '../foundation/timers.ts';

const REDIAL: BackoffRule = { firstMs: 1_000, factor: 2, maxMs: 30_000, jitter: 0.2 };

/** How a dial, and the connection that may have come of it, ended. */
export type DialEnd = 'redial' | 'redial_now' | 'stop';

/**
 * Keeps one connection up: 1 s doubling to 30 s between dials, from 1 s again only after a welcome, and at once
 * when poked.
 */
export class Dialler {
  readonly #dial: () => Promise<DialEnd>;
  readonly #random: () => number;
  readonly #redial: BackoffRule;
  #state: 'idle' | 'waiting' | 'dialling' = 'idle';
  #failures = 0;
  #timer: Timer | undefined;
  #isPoked = false;
  #isStopped = false;

  /** `dial` resolves when its connection is over; one that rejects counts as a dial that failed. */
  constructor(dial: () => Promise<DialEnd>, random: () => number, redial: BackoffRule = REDIAL) {
    this.#redial = redial;
    this.#dial = dial;
    this.#random = random;
  }

  /** Dials now unless a dial or connection is under way; that one is followed at once by the next. */
  poke(): void {
    if (this.#isStopped) return;
    if (this.#state === 'dialling') {
      this.#isPoked = true;
      return;
    }
    this.#timer?.stop();
    this.#run();
  }

  /** The gateway took us in. */
  welcomed(): void {
    this.#failures = 0;
    this.#isPoked = false;
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.stop();
  }

  #run(): void {
    this.#state = 'dialling';
    this.#isPoked = false;
    void this.#dial().then(
      (end) => this.#ended(end),
      () => this.#ended('redial'),
    );
  }

  #ended(end: DialEnd): void {
    if (this.#isStopped) return;
    this.#state = 'idle';
    if (this.#isPoked || end === 'redial_now') {
      this.#run();
      return;
    }
    if (end === 'stop') return;
    this.#failures += 1;
    this.#state = 'waiting';
    this.#timer = after(
      backoffMs(this.#redial, this.#failures, this.#random()),
      () => this.#run(),
      () => this.#ended('redial'),
    );
  }
}
