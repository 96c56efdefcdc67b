/** Android counts parts in 60 s; the half second more is the way to the phone, whose own count starts later. */
export const WINDOW_MS = 60_500;

interface Use {
  readonly id: string;
  readonly at: number;
  readonly parts: number;
}

/** Parts used in the last minute, each given back by name while it is in the window. Times are monotonic. */
export class SlidingWindow {
  #uses: Use[];
  #deps: number;

  constructor(earlier: readonly Use[] = []) {
    this.#uses = [...earlier];
    this.#deps = this.#uses.reduce((sum, use) => sum + use.parts, 0);
  }

  used(now: number): number {
    const fresh = this.#uses.findIndex((use) => use.at > now - WINDOW_MS);
    const gone = this.#uses.splice(0, fresh < 0 ? this.#uses.length : fresh);
    for (const use of gone) this.#deps -= use.parts;
    return this.#deps;
  }

  add(use: Use): void {
    this.#uses.push(use);
    this.#deps += use.parts;
  }

  /** Nothing was submitted: as if it had never been planned. */
  giveBack(id: string): void {
    const at = this.#uses.findLastIndex((use) => use.id === id);
    if (at < 0) return;
    for (const use of this.#uses.splice(at, 1)) this.#deps -= use.parts;
  }

  /** When so many parts may go under this limit: `now` or later; null for a text that no minute holds. */
  freeAt(limit: number, parts: number, now: number): number | null {
    let over = this.used(now) + parts - limit;
    if (over <= 0) return now;
    for (const use of this.#uses) {
      over -= use.parts;
      if (over <= 0) return use.at + WINDOW_MS;
    }
    return null;
  }
}
