/** Lets a request wait until the radio had its say on a message, woken by the feed and by nothing else. */
import type { MessageState } from '../../shared/states.ts';
import type { Change } from '../../shared/console/changes.ts';
import type { Feed } from '../events/feed.ts';
import { after } from '../foundation/timers.ts';

/** States in which a caller that waits for the radio has its answer. */
const WITH_OUTCOME: ReadonlySet<MessageState> = new Set<MessageState>([
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'expired',
  'cancelled',
  'unknown',
]);

/** Resolves with the state as soon as it has an outcome, or with the state of the moment when the time is up. */
export type OutcomeWait = (requestId: string, timeoutMs: number) => Promise<MessageState>;

/** Listens to the feed only while somebody waits. */
export function createOutcomeWait(feed: Feed, stateNow: (requestId: string) => MessageState): OutcomeWait {
  const waiters = new Map<string, Set<() => void>>();
  let stopListening: (() => void) | null = null;

  function wake(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.topic !== 'message') continue;
      for (const waiter of waiters.get(change.id) ?? []) waiter();
    }
  }

  function add(requestId: string, waiter: () => void): () => void {
    stopListening ??= feed.listen(wake);
    const own = waiters.get(requestId) ?? new Set();
    own.add(waiter);
    waiters.set(requestId, own);
    return () => {
      own.delete(waiter);
      if (own.size === 0) waiters.delete(requestId);
      if (waiters.size > 0) return;
      stopListening?.();
      stopListening = null;
    };
  }

  return (requestId, timeoutMs) =>
    new Promise((resolve, reject) => {
      let remove: () => void = () => undefined;
      const finish = (state: MessageState): void => {
        timer.stop();
        remove();
        resolve(state);
      };
      const timer = after(
        timeoutMs,
        () => {
          finish(stateNow(requestId));
        },
        (error) => {
          remove();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
      const check = (): void => {
        const state = stateNow(requestId);
        if (WITH_OUTCOME.has(state)) finish(state);
      };
      remove = add(requestId, check);
      check();
    });
}
