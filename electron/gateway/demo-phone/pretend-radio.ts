import type { Failed } from '../foundation/faults.ts';
import { after, type Timer } from '../foundation/timers.ts';
import type { AwaitedDelivery } from './phone-relay-types.ts';
import {
  RESULT_OK,
  type InboxRow,
  type RadioEvent,
  type RadioSubmission,
  type RelayRadio,
  type SentQuery,
  type SentRow,
} from './radio.ts';

export interface RadioPace {
  /** After the submit. */
  readonly sentAfterMs: number;
  /** After the submit as well. */
  readonly deliveredAfterMs: number;
}

/** Both answers come well within 2 s of the submit, and apart, so that a person sees the steps. */
export const RADIO_PACE: RadioPace = { sentAfterMs: 150, deliveredAfterMs: 600 };

/**
 * A radio that sends nothing: it answers every submit with *sent*, and with *delivered* where a delivery report was
 * asked for. It keeps nothing, so whatever a relay finds unanswered after a restart it has sent.
 */
export class PretendRadio implements RelayRadio {
  readonly #pace: RadioPace;
  readonly #submitted: (attemptId: string) => void;
  readonly #failed: Failed;
  readonly #timers = new Set<Timer>();
  #listener: ((event: RadioEvent) => void) | null = null;
  /** Rises from one run to the next too: a row id is never given twice. */
  #newestRow: number;

  /** `failed` hears of a listener that threw. */
  constructor(pace: RadioPace, now: number, submitted: (attemptId: string) => void, failed: Failed) {
    this.#pace = pace;
    this.#newestRow = now * 1_000;
    this.#submitted = submitted;
    this.#failed = failed;
  }

  submit({ attemptId, parts, deliveryReport }: RadioSubmission): void {
    this.#submitted(attemptId);
    const row = this.#nextRow();
    const numbers = Array.from({ length: parts }, (_, index) => index + 1);
    this.#after(this.#pace.sentAfterMs, () => {
      for (const part of numbers) {
        this.#listener?.({ kind: 'result', attemptId, part, result: RESULT_OK, error: null, row });
      }
      if (deliveryReport) this.deliver({ attemptId, parts: numbers });
    });
  }

  /** The rest of the way of a text that was sent, in this run or in one before. */
  deliver({ attemptId, parts }: AwaitedDelivery): void {
    this.#after(Math.max(0, this.#pace.deliveredAfterMs - this.#pace.sentAfterMs), () => {
      for (const part of parts) {
        this.#listener?.({ kind: 'delivery', attemptId, part, delivery: 'delivered' });
      }
    });
  }

  attach(listener: (event: RadioEvent) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  mark(): number {
    return this.#newestRow;
  }

  findSent({ to, text, sim }: SentQuery): SentRow[] {
    return [{ id: this.#nextRow(), to, text, sim, state: 'sent', result: RESULT_OK, error: null }];
  }

  /** Nobody texts a phone that is not there. */
  inboxAbove(): InboxRow[] {
    return [];
  }

  /** What is on its way is forgotten; the ledger takes it up again at the next start. */
  stop(): void {
    for (const timer of this.#timers) timer.stop();
    this.#timers.clear();
  }

  #nextRow(): number {
    this.#newestRow += 1;
    return this.#newestRow;
  }

  #after(waitMs: number, then: () => void): void {
    const timer = after(
      waitMs,
      () => {
        this.#timers.delete(timer);
        then();
      },
      this.#failed,
    );
    this.#timers.add(timer);
  }
}
