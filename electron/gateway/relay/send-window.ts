/** Which `send`s the phone has not answered yet; at most so many at a time. */
export class SendWindow {
  readonly #limit: number;
  readonly #unanswered = new Set<string>();
  readonly #drainListeners: (() => void)[] = [];
  #wasRefused = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get unanswered(): number {
    return this.#unanswered.size;
  }

  get room(): number {
    return Math.max(0, this.#limit - this.#unanswered.size);
  }

  isFull(): boolean {
    return this.#unanswered.size >= this.#limit;
  }

  open(attemptId: string): void {
    this.#unanswered.add(attemptId);
  }

  /** Any report, ledger entry or error that names the attempt answers its `send`. */
  answer(attemptId: string): void {
    this.#unanswered.delete(attemptId);
  }

  /** Remembers that a caller was told `busy`, and so waits for `drained`. */
  refuse(): void {
    this.#wasRefused = true;
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  /** Calls the listeners if somebody was refused and there is room again. */
  drained(): void {
    if (!this.#wasRefused || this.isFull()) return;
    this.#wasRefused = false;
    for (const listener of this.#drainListeners) listener();
  }
}
