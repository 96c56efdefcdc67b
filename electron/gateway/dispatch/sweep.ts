/** What time alone does to messages: it ends them, lets them go, and gives up on silent phones. */
import type { AttemptService } from '../messages/attempt-service.ts';
import type { AttemptStore } from '../messages/attempt-store.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { MessageTransitions } from '../messages/message-transitions.ts';

export interface SweepDeps {
  readonly messages: Pick<MessageStore, 'expiredWaiting' | 'dueBy'>;
  readonly attempts: Pick<AttemptStore, 'silentSince'>;
  readonly transitions: Pick<MessageTransitions, 'markExpired' | 'release'>;
  readonly attemptService: Pick<AttemptService, 'giveUpSilent'>;
}

/** How long past its own time a message may stay with a silent phone before it is `unknown`. */
const SILENCE_GRACE_MS = 15 * 60_000;
/** Messages of one kind in one transaction: a turn of the loop stays short. */
const BATCH = 250;

/** Whether anything is due; reads three indexes at their first entry. */
export function hasDue({ messages, attempts }: SweepDeps, now: number): boolean {
  return (
    messages.expiredWaiting(now, 1).length > 0 ||
    messages.dueBy(now, 1).length > 0 ||
    attempts.silentSince(now - SILENCE_GRACE_MS, 1).length > 0
  );
}

/** Inside a transaction, where it also reads. Says whether there is more. */
export function sweepOnce(deps: SweepDeps, now: number): boolean {
  const expired = deps.messages.expiredWaiting(now, BATCH);
  for (const row of expired) deps.transitions.markExpired(row, now);
  const due = deps.messages.dueBy(now, BATCH);
  for (const row of due) {
    if (row.expires_at <= now) deps.transitions.markExpired(row, now);
    else deps.transitions.release(row, now);
  }
  const silent = deps.attempts.silentSince(now - SILENCE_GRACE_MS, BATCH);
  for (const attempt of silent) deps.attemptService.giveUpSilent(attempt, now);
  return [expired, due, silent].some((rows) => rows.length === BATCH);
}
