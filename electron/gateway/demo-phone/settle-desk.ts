import type { SentRow } from './radio.ts';
import { move } from './attempt-moves.ts';
import { type AttemptRow, withPart } from './ledger-rows.ts';
import type { RelayContext } from './relay-context.ts';

/** How long after a submit its sent intents may still come. */
const RESULT_WAIT_MS = 15 * 60_000;

/** Settles attempts whose submit nobody answered, by what the phone's sent folder says. */
export class SettleDesk {
  readonly #context: RelayContext;

  constructor(context: RelayContext) {
    this.#context = context;
  }

  /** Looks at every `submitting` row of an earlier boot, or older than 15 min. */
  settleDue(): void {
    const { clock, store } = this.#context;
    const open = store.attemptsIn('submitting');
    const due = open.filter(
      (row) =>
        row.bootId !== clock.bootId() || clock.elapsed() >= (row.submittedElapsed ?? 0) + RESULT_WAIT_MS,
    );
    for (const row of due) this.#settle(row, open);
  }

  #settle(row: AttemptRow, open: readonly AttemptRow[]): void {
    const found = this.#findOwn(row, open);
    if (found?.state === 'sent') this.#settleAs(row, found, 'sent');
    else if (found?.state === 'failed') this.#settleAs(row, found, 'failed');
    else {
      const change = { state: 'unknown', reason: 'no_answer' } as const;
      move(this.#context, row, 'submitting', change, { ...change, parts: row.parts });
    }
  }

  /** The one row that can only be this attempt's; null when there is none, or more than one, or a rival for it. */
  #findOwn(row: AttemptRow, open: readonly AttemptRow[]): SentRow | null {
    const { radio, store } = this.#context;
    const query = { above: row.mark ?? 0, to: row.to, text: row.text, sim: row.simId };
    const rows = radio.findSent(query).filter((each) => !store.isSentRowClaimed(each.id));
    const [only] = rows;
    if (only === undefined || rows.length > 1) return null;
    const hasRival = open.some((other) => other.attemptId !== row.attemptId && isRival(row, other, only.id));
    return hasRival ? null : only;
  }

  #settleAs(row: AttemptRow, found: SentRow, state: 'sent' | 'failed'): void {
    const news = { state, result: found.result, error: found.error };
    let partResults = row.partResults;
    for (let n = 1; n <= row.parts; n += 1) {
      const known = partResults.find((part) => part.n === n)?.state ?? null;
      if (known === null) {
        partResults = withPart(partResults, n, { ...news, at: this.#context.time.now() });
      }
    }
    const change = { state, partResults, sentRow: found.id };
    move(this.#context, row, 'submitting', change, { ...news, parts: row.parts });
  }
}

/** Whether the sent folder's row could be the other attempt's as well. */
function isRival(row: AttemptRow, other: AttemptRow, sentRow: number): boolean {
  const isSame = other.to === row.to && other.text === row.text && other.simId === row.simId;
  return isSame && (other.mark ?? 0) < sentRow;
}
