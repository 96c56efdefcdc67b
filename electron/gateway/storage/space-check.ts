import type { Clock } from '../foundation/clock.ts';

const CHECK_MS = 5_000;

/**
 * Whether the disk has too little room left, asked of the disk every five seconds at most: the answer is wanted for
 * every message.
 */
export function createSpaceCheck(isLowNow: () => boolean, clock: Clock): () => boolean {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let isLow = false;
  return () => {
    const now = clock.now();
    if (now - checkedAt > CHECK_MS) {
      checkedAt = now;
      isLow = isLowNow();
    }
    return isLow;
  };
}
