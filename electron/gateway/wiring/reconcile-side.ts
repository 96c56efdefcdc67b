/** What holds the queue until every phone has told what the database does not know, wired. */
import { createReconcile, type Reconcile } from '../devices/reconcile.ts';
import { createReconcileStore } from '../devices/reconcile-store.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { localTimeOf } from '../foundation/zoned-time.ts';
import { createApplyOutcome } from '../messages/apply-outcome.ts';
import { createAttemptAdoption } from '../messages/attempt-adoption.ts';
import type { AttemptStore } from '../messages/attempt-store.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { MessageTransitions } from '../messages/message-transitions.ts';
import type { OrphanAttemptStore } from '../messages/orphan-attempt-store.ts';
import type { SimUsageStore } from '../messages/sim-usage-store.ts';
import type { Storage } from '../storage/storage.ts';
import { originOf } from './phones-for-messages.ts';

/** In one transaction: a turn of the loop stays short. */
const CANCELS_AT_ONCE = 250;

export interface ReconcileSideDeps {
  readonly storage: Pick<Storage, 'db' | 'writer'>;
  readonly hasDemoPhone: boolean;
  readonly devices: DeviceService;
  readonly attempts: AttemptStore;
  readonly orphanAttempts: OrphanAttemptStore;
  readonly messages: MessageStore;
  readonly transitions: MessageTransitions;
  readonly usage: SimUsageStore;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly zone: () => string;
  /** The attempts on a phone whose message was cancelled and that it may still hold. */
  readonly cancelsFor: (deviceId: string) => readonly string[];
  readonly wake: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createReconcileSide(deps: ReconcileSideDeps): Reconcile {
  const { devices, attempts, orphanAttempts, messages, transitions, usage, feed } = deps;
  const { db, writer } = deps.storage;
  return createReconcile({
    store: createReconcileStore(db),
    // A demo phone that does not run has nothing to answer for: its texts can go through no other.
    pairedPhones: () =>
      devices
        .list(deps.hasDemoPhone ? undefined : 'live')
        .map(({ row: { id, name } }) => ({ id, name, isLinked: devices.isLinked(id) })),
    dialAnew: devices.dialAnew,
    isAttemptKnown: (attemptId) => attempts.byId(attemptId) !== undefined || orphanAttempts.has(attemptId),
    adoptAfter: createAttemptAdoption({
      ...{ orphans: orphanAttempts, attempts, messages, transitions },
      apply: createApplyOutcome(transitions, feed),
      used: (simId, at, parts) => {
        usage.add(simId, localTimeOf(at, deps.zone()).date, parts);
        usage.flush();
      },
      originOf: (phone, subscriptionId) => originOf(devices, phone, subscriptionId),
    }).adoptAfter,
    cancelWaiting: (now) => {
      const rows = messages.waitingToCancel(CANCELS_AT_ONCE);
      return rows.filter((row) => transitions.markCancelled(row, now)).length === CANCELS_AT_ONCE;
    },
    resendCancels: () => {
      for (const { row } of devices.list())
        for (const attemptId of deps.cancelsFor(row.id)) devices.cancelAttempt(row.id, attemptId);
    },
    ...{ events: deps.events, feed, writer, clock: deps.clock, log: deps.log, wake: deps.wake },
  });
}
