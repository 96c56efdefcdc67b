import type { Logger } from '../foundation/logger.ts';

/** Whether the disk has room for new work. Asked for every message, so it never waits for the disk. */
interface DiskRoom {
  /** The last answer of the disk; a fresh one is asked for in the background when it is old. */
  isLow(): boolean;
}

interface DiskRoomDeps {
  /** What the disk said at start. */
  readonly isLowAtStart: boolean;
  readonly look: () => Promise<boolean>;
  /** Milliseconds of a clock that nobody sets: one that is set back must not keep an old answer alive. */
  readonly monotonic: () => number;
  readonly log: Logger;
}

/** An answer is at most this old when the next one is asked for. */
const LOOK_EVERY_MS = 5_000;

export function createDiskRoom(deps: DiskRoomDeps): DiskRoom {
  let isLow = deps.isLowAtStart;
  let lookedAt = deps.monotonic();
  let isLooking = false;

  async function look(): Promise<void> {
    try {
      isLow = await deps.look();
    } catch (error) {
      // The last answer stands: a directory that is gone shows itself at the next write.
      deps.log.warn({ error: String(error) }, 'the room on the disk could not be read');
    }
    lookedAt = deps.monotonic();
    isLooking = false;
  }

  return {
    isLow: () => {
      if (!isLooking && deps.monotonic() - lookedAt > LOOK_EVERY_MS) {
        isLooking = true;
        void look();
      }
      return isLow;
    },
  };
}
