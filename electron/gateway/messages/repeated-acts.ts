/** Acts that carry an Idempotency-Key (cancel, pause, resume): one that comes again does nothing again. */
import type { Clock } from '../foundation/clock.ts';
import type { IdempotencyScope } from './idempotency-store.ts';
import type { RepeatedRequests } from './repeated-requests.ts';

export type { IdempotencyScope };

/** One act of a client as it was asked for. */
export interface AskedAct {
  /** Null: no key was sent, and it is done each time. */
  readonly scope: IdempotencyScope | null;
  readonly body: unknown;
  /** What it is done to. */
  readonly id: string;
}

export interface RepeatedActs {
  /**
   * Does it once. `act` must call what it is given inside its transaction, so that the key is stored with the change or
   * not at all. Answers null where an earlier request with this key did it. Rejects with `idempotency_mismatch`,
   * `idempotency_in_progress` and what the act rejects with.
   */
  readonly once: <T>(asked: AskedAct, act: (store: () => void) => Promise<T>) => Promise<T | null>;
}

const NO_KEY = (): void => undefined;

export function createRepeatedActs(
  repeats: Pick<RepeatedRequests<unknown>, 'of'>,
  clock: Pick<Clock, 'now'>,
): RepeatedActs {
  return {
    once: async ({ scope, body, id }, act) => {
      if (scope === null) return act(NO_KEY);
      const repeat = repeats.of(scope, body);
      if (repeat.find(clock.now()) !== null) return null;
      const release = repeat.hold();
      try {
        return await act(() => {
          repeat.store(id, clock.now());
        });
      } finally {
        release();
      }
    },
  };
}
