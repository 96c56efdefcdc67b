/** Holds parts in any sliding minute to what the gateway set. */
import type { PhoneClock } from './phone-clock.ts';
import type { LedgerStore } from './ledger-store.ts';

const WINDOW_MS = 60_000;
/** What a new ledger file allows in its first minute: the old one may have used up Android's count. */
const NEW_LEDGER_PARTS = 5;
const FORGET_ABOVE = 20_000;

export type PacingAnswer =
  | { readonly verdict: 'go' }
  | { readonly verdict: 'wait'; readonly retryAfterMs: number }
  /** More parts than a whole minute allows. */
  | { readonly verdict: 'never' };

interface Use {
  readonly elapsed: number;
  readonly parts: number;
}

/** Whether `parts` more fit. `uses` are those of this boot; a promised one counts at the present. */
export function judgePacing(facts: {
  readonly now: number;
  readonly limit: number | null;
  readonly parts: number;
  readonly uses: readonly Use[];
  readonly promised: number;
  /** Elapsed of the ledger's making, when that was in this boot. */
  readonly ledgerMadeAt: number | null;
}): PacingAnswer {
  const { now, parts } = facts;
  if (facts.limit === null) return { verdict: 'go' };
  if (parts > facts.limit) return { verdict: 'never' };
  const youngUntil = facts.ledgerMadeAt === null ? 0 : facts.ledgerMadeAt + WINDOW_MS;
  const isYoung = now < youngUntil;
  const limit = isYoung ? Math.min(NEW_LEDGER_PARTS, facts.limit) : facts.limit;
  if (parts > limit) return { verdict: 'wait', retryAfterMs: youngUntil - now };
  const recent = facts.uses
    .filter((use) => use.elapsed > now - WINDOW_MS)
    .sort((a, b) => a.elapsed - b.elapsed);
  let over = recent.reduce((sum, use) => sum + use.parts, facts.promised) + parts - limit;
  if (over <= 0) return { verdict: 'go' };
  for (const use of recent) {
    over -= use.parts;
    if (over <= 0) return { verdict: 'wait', retryAfterMs: use.elapsed + WINDOW_MS - now };
  }
  return { verdict: 'wait', retryAfterMs: WINDOW_MS };
}

/** What this phone has used of its minute, from the ledger. */
export class Pacing {
  readonly #clock: PhoneClock;
  readonly #ledgerMadeAt: number | null;
  #uses: Use[];
  /** Parts accepted and not yet submitted. */
  #promised = 0;
  #limit: number | null = null;

  constructor(clock: PhoneClock, store: LedgerStore) {
    this.#clock = clock;
    const madeIn = store.meta('made_in');
    if (madeIn === null) store.setMeta('made_in', `${clock.bootId()} ${String(clock.elapsed())}`);
    const [boot, elapsed] = (store.meta('made_in') ?? '').split(' ');
    this.#ledgerMadeAt = boot === clock.bootId() ? Number(elapsed) : null;
    this.#uses = store.submittedAfter(clock.bootId(), clock.elapsed() - WINDOW_MS);
    for (const row of store.attemptsIn('accepted')) this.#promised += row.parts;
  }

  setLimit(partsPerMinute: number | null): void {
    this.#limit = partsPerMinute;
  }

  judge(parts: number): PacingAnswer {
    const now = this.#clock.elapsed();
    if (this.#limit !== null) this.#forget(now);
    return judgePacing({
      now,
      parts,
      limit: this.#limit,
      uses: this.#uses,
      promised: this.#promised,
      ledgerMadeAt: this.#ledgerMadeAt,
    });
  }

  promise(parts: number): void {
    this.#promised += parts;
  }

  release(parts: number): void {
    this.#promised -= parts;
  }

  #forget(now: number): void {
    this.#uses = this.#uses.filter((use) => use.elapsed > now - WINDOW_MS);
  }

  submitted(elapsed: number, parts: number): void {
    this.#promised -= parts;
    this.#uses.push({ elapsed, parts });
    if (this.#uses.length > FORGET_ABOVE) this.#forget(elapsed);
  }
}
