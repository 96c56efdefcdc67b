/** Runs things later, in order of their time; those without delay run together in the next turn of the loop. */
export class RadioTimers {
  readonly #timers = new Set<NodeJS.Timeout>();
  #soon: (() => void)[] = [];
  #immediate: NodeJS.Immediate | undefined;

  after(delayMs: number, run: () => void): void {
    if (delayMs <= 0) {
      this.#soon.push(run);
      this.#immediate ??= setImmediate(() => this.#runSoon());
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
    this.#immediate = undefined;
    this.#soon = [];
  }

  #runSoon(): void {
    this.#immediate = undefined;
    const due = this.#soon;
    this.#soon = [];
    for (const run of due) run();
  }
}
