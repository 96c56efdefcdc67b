import type { Feed } from '../events/feed.ts';

interface QueueSwitchDeps {
  /** The stored word; see `PAUSE_WORDS`. */
  readonly word: () => string;
  /** Stores the switch; `alongside` runs in the same transaction. Resolves once that is on disk. */
  readonly storeWord: (word: string, alongside: () => void) => Promise<void>;
  /** What failed so far holds the queue no more; in that transaction too. */
  readonly forgive: () => void;
  readonly feed: Feed;
  readonly wake: () => void;
}

/** The operator's switch: held, messages are still taken and nothing new goes to a phone. It outlives a restart. */
export interface QueueSwitch {
  readonly isPaused: () => boolean;
  /** Resolves once it is on disk. Refusing says what happens to new messages while it is paused. */
  readonly setPaused: (
    isPaused: boolean,
    isRefusing?: boolean,
    /** Runs in the same transaction. */
    alongside?: () => void,
  ) => Promise<void>;
  /** Paused, and new messages are refused. */
  readonly isRefusing: () => boolean;
}

/** How the switch is stored. */
const PAUSE_WORDS = { off: 'false', holding: 'true', refusing: 'refuse' } as const;

export function createQueueSwitch({ word, storeWord, forgive, feed, wake }: QueueSwitchDeps): QueueSwitch {
  return {
    isPaused: () => word() !== PAUSE_WORDS.off,
    isRefusing: () => word() === PAUSE_WORDS.refusing,
    setPaused: async (isPaused, isRefusing = false, alongside) => {
      const paused = isRefusing ? PAUSE_WORDS.refusing : PAUSE_WORDS.holding;
      await storeWord(isPaused ? paused : PAUSE_WORDS.off, () => {
        if (!isPaused) forgive();
        feed.note('queue', '');
        alongside?.();
      });
      wake();
    },
  };
}
