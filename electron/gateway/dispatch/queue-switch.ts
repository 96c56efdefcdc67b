import type { Feed } from '../events/feed.ts';

export interface QueueSwitchDeps {
  readonly isPaused: () => boolean;
  /** Stores the switch; `alongside` runs in the same transaction. Resolves once that is on disk. */
  readonly storePaused: (isPaused: boolean, alongside: () => void) => Promise<void>;
  readonly feed: Feed;
  readonly wake: () => void;
}

/** The operator's switch: held, messages are still taken and nothing new goes to a phone. It outlives a restart. */
export interface QueueSwitch {
  readonly isPaused: () => boolean;
  readonly setPaused: (isPaused: boolean) => Promise<void>;
}

export function createQueueSwitch({ isPaused, storePaused, feed, wake }: QueueSwitchDeps): QueueSwitch {
  return {
    isPaused,
    setPaused: async (wanted) => {
      await storePaused(wanted, () => {
        feed.note('queue', '');
      });
      wake();
    },
  };
}
