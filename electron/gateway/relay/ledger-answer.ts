import type { LedgerEntry, PhoneFrames } from './frames.ts';

interface AnswerBounds {
  readonly entries: number;
  /** Of all pages together, as they came. */
  readonly bytes: number;
}

/** A phone that sends without pause for a day stays below; a phone that never ends is cut here. */
const ANSWER_BOUNDS: AnswerBounds = { entries: 50_000, bytes: 16 * 1024 * 1024 };

type PageEnd = NonNullable<PhoneFrames['ledger']['next']>;

/**
 * The pages that answer one question to a ledger, gathered within bounds. Only what was asked for is kept, each attempt
 * once and its known fields alone, so that a phone can not fill the memory with an answer that has no end.
 */
export class LedgerAnswer {
  readonly #entries = new Map<string, LedgerEntry>();
  readonly #asked: ReadonlySet<string> | null;
  readonly #bounds: AnswerBounds;
  #bytes = 0;
  #next: PageEnd | null = null;

  /** `asked` is null for the question that lists everything since a time. */
  constructor(asked: readonly string[] | null, bounds: AnswerBounds = ANSWER_BOUNDS) {
    this.#asked = asked === null ? null : new Set(asked);
    this.#bounds = bounds;
  }

  get entries(): LedgerEntry[] {
    return [...this.#entries.values()];
  }

  /** Where the page after the one that was asked for begins, or null: there is none. */
  get next(): PageEnd | null {
    return this.#next;
  }

  /** Why the answer can not go on after this page of so many bytes, or null. */
  add(page: Pick<PhoneFrames['ledger'], 'entries' | 'more' | 'next'>, bytes: number): string | null {
    const before = this.#entries.size;
    this.#bytes += bytes;
    const { next = null } = page;
    this.#next = next === null ? null : { since: next.since, after: next.after };
    if (this.#bytes > this.#bounds.bytes) return 'the answer of the ledger is too long';
    for (const entry of page.entries) {
      if (this.#asked?.has(entry.attempt_id) === false || this.#entries.has(entry.attempt_id)) continue;
      this.#entries.set(entry.attempt_id, knownFields(entry));
    }
    if (this.#entries.size > this.#bounds.entries) return 'the answer of the ledger has too many entries';
    if (page.more && this.#entries.size === before)
      return 'a page of the ledger adds nothing, and more are to come';
    return null;
  }
}

/** Unknown fields are of any size and depth: they end here. */
function knownFields(entry: LedgerEntry): LedgerEntry {
  const { attempt_id, request_id, state, reason, parts, at } = entry;
  const { earlier, part_results, sim_id } = entry;
  return {
    attempt_id,
    request_id,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(parts === undefined ? {} : { parts }),
    ...(at === undefined ? {} : { at }),
    ...(sim_id === undefined ? {} : { sim_id }),
    ...(earlier === undefined || earlier === null
      ? {}
      : { earlier: { attempt_id: earlier.attempt_id, state: earlier.state } }),
    ...(part_results === undefined
      ? {}
      : {
          part_results: part_results.map((part) => ({
            n: part.n,
            state: part.state,
            delivery: part.delivery,
            result: part.result,
            error: part.error,
            at: part.at,
          })),
        }),
  };
}
