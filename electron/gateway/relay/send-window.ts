/** Which `send`s the phone has not answered yet; at most so many at a time. */
export class SendWindow {
  readonly #limit: number;
  readonly #unanswered = new Set<string>();
  readonly #drainListeners: (() => void)[] = [];
  #isRoomExpected = false;

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

  /** Whoever fills it waits for room, without having been refused. */
  open(attemptId: string): void {
    this.#unanswered.add(attemptId);
    if (this.isFull()) this.expectRoom();
  }

  /** Any report, ledger entry or error that names the attempt answers its `send`. */
  answer(attemptId: string): void {
    this.#unanswered.delete(attemptId);
  }

  /** Remembers that nothing more can be sent now, so that somebody waits for `drained`. */
  expectRoom(): void {
    this.#isRoomExpected = true;
  }

  onDrain(listener: () => void): void {
    this.#drainListeners.push(listener);
  }

  /** Calls the listeners if there was no room and there is again. */
  drained(): void {
    if (!this.#isRoomExpected || this.isFull()) return;
    this.#isRoomExpected = false;
    for (const listener of this.#drainListeners) listener();
  }
}
