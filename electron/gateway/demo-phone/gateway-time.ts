/** Gateway time on the phone: what `welcome` or `pong` said, plus what has passed since. */
export class GatewayTime {
  readonly #wallClock: () => number;
  #told: { readonly timeMs: number; readonly at: number } | null = null;

  /** The phone's own wall clock counts only until the first `welcome`, and is reported as skew. */
  constructor(wallClock: () => number) {
    this.#wallClock = wallClock;
  }

  set(timeMs: number): void {
    this.#told = { timeMs, at: performance.now() };
  }

  now(): number {
    if (this.#told === null) return this.#wallClock();
    return Math.round(this.#told.timeMs + performance.now() - this.#told.at);
  }

  skewMs(): number {
    return Math.round(this.#wallClock() - this.now());
  }
}
