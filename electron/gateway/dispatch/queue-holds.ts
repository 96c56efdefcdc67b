/** Pausing less than all: one client's messages, or one phone. */
import type { Feed } from '../events/feed.ts';
import type { HoldKind, HoldStore } from '../messages/hold-store.ts';

interface QueueHoldDeps {
  readonly holds: Pick<HoldStore, 'has' | 'set'>;
  /** Asks each lane anew whether it is held. */
  readonly updateLanes: () => void;
  readonly write: <T>(unit: () => T) => Promise<T>;
  readonly now: () => number;
  readonly feed: Pick<Feed, 'note'>;
  readonly wake: () => void;
}

export interface QueueHolds {
  readonly isHeld: (kind: HoldKind, id: string) => boolean;
  /** Resolves once it is on disk and in force. Saying it twice changes nothing. */
  readonly hold: (
    kind: HoldKind,
    id: string,
    isHeld: boolean,
    /** Runs in the same transaction. */
    alongside?: () => void,
  ) => Promise<void>;
}

export function createQueueHolds(deps: QueueHoldDeps): QueueHolds {
  return {
    isHeld: (kind, id) => deps.holds.has(kind, id),
    hold: async (kind, id, isHeld, alongside) => {
      await deps.write(() => {
        alongside?.();
        if (!deps.holds.set(kind, id, isHeld, deps.now())) return;
        deps.feed.note(kind === 'device' ? 'device' : 'queue', kind === 'device' ? id : '');
      });
      deps.updateLanes();
      deps.wake();
    },
  };
}
