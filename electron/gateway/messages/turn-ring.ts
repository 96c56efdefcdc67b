/** Rounds that one lane can be put off at once: the most parts of a text, and one. */
const ROUNDS = 16;

/**
 * Whose turn it is among lanes that wait for the same SIMs: deficit round robin in parts. Who was given n parts is
 * n - 1 rounds behind the others then. A ring of buckets, one a round: adding, removing and paying are O(1),
 * however many lanes there are.
 */
export class TurnRing<L> {
  readonly #buckets: readonly Set<L>[] = Array.from({ length: ROUNDS }, () => new Set<L>());
  readonly #bucketOf = new Map<L, number>();
  #current = 0;
  #round = 0;

  get size(): number {
    return this.#bucketOf.size;
  }

  /** Joins at the end of the present round: who had nothing to send has saved nothing up. */
  add(lane: L): void {
    if (!this.#bucketOf.has(lane)) this.#place(lane, this.#current);
  }

  remove(lane: L): void {
    const at = this.#bucketOf.get(lane);
    if (at === undefined) return;
    this.#bucketOf.delete(lane);
    this.#buckets[at]?.delete(lane);
  }

  /** The lane whose turn it is, leaving out those set aside, and its round. */
  next(aside?: ReadonlySet<L>): { readonly lane: L; readonly round: number } | undefined {
    if (this.size === 0) return undefined;
    while (this.#buckets[this.#current]?.size === 0) {
      this.#current = (this.#current + 1) % ROUNDS;
      this.#round += 1;
    }
    for (let ahead = 0; ahead < ROUNDS; ahead += 1) {
      for (const lane of this.#buckets[(this.#current + ahead) % ROUNDS] ?? []) {
        if (aside?.has(lane) !== true) return { lane, round: this.#round + ahead };
      }
    }
    return undefined;
  }

  /** The lane was given so many parts. */
  charge(lane: L, parts: number): void {
    const at = this.#bucketOf.get(lane);
    if (at === undefined) return;
    this.#buckets[at]?.delete(lane);
    const behind = (at - this.#current + ROUNDS) % ROUNDS;
    const later = Math.min(ROUNDS - 1, behind + Math.max(1, parts));
    this.#place(lane, (this.#current + later) % ROUNDS);
  }

  /** A ring that could not be served while others were does not make up for it. */
  skip(rounds: number): void {
    if (rounds > 0) this.#round += rounds;
  }

  #place(lane: L, bucket: number): void {
    this.#bucketOf.set(lane, bucket);
    this.#buckets[bucket]?.add(lane);
  }
}
