/** Keeps the search near the messages, beside everything else: it takes them in when little is accepted. */
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import type { Fed } from './search-index-store.ts';

export interface SearchFeedDeps {
  /** Takes in so many messages, in the thread that reads. */
  readonly feed: (limit: number) => Promise<Fed>;
  /** Whether that thread runs anyway. */
  readonly isReading: () => boolean;
  /** The last message that was accepted. */
  readonly newestSeq: () => number;
  /** Whether texts were erased that the search may still know. */
  readonly hasErased: () => boolean;
  /** Notes that it knows them no more. */
  readonly noteForgotten: (seqs: readonly number[]) => Promise<unknown>;
  readonly log: Logger;
}

export interface SearchFeed {
  start(): void;
  /** Resolves when nothing is being taken in any more. Safe twice and before start. */
  stop(): Promise<void>;
}

const EVERY_MS = 5_000;
/** Messages at once: a list that is asked for meanwhile waits no longer than for these. */
const MESSAGES_AT_ONCE = 50;
/** So few are read as they are; a thread is started for more. */
const LEFT_UNFED = 500;
/** Accepted since the last look: the processor is needed elsewhere, unless far too much has come together. */
const BUSY = 1_500;
const TOO_MUCH = 200_000;
/** Looks after a start until the search is compared with the messages for the first time. */
const FIRST_LOOK = 6;

export function createSearchFeed(deps: SearchFeedDeps): SearchFeed {
  let timer: Timer | null = null;
  let round: Promise<void> | null = null;
  let looks = 0;
  let isBusy = false;
  let seenSeq: number | null = null;
  /** What the search knows; null until it was asked, where there may be something that it does not. */
  let fedSeq: number | null = null;

  function hasWork(newest: number): boolean {
    if (deps.hasErased()) return true;
    if (fedSeq === null) return newest > 0 && (deps.isReading() || looks >= FIRST_LOOK);
    return newest - fedSeq > LEFT_UNFED || (deps.isReading() && newest > fedSeq);
  }

  async function feedAll(): Promise<void> {
    for (let isMore = true; isMore && !isBusy && timer !== null;) {
      const newest = deps.newestSeq();
      const fed = await deps.feed(MESSAGES_AT_ONCE);
      if (fed.forgotten.length > 0) await deps.noteForgotten(fed.forgotten);
      ({ isMore } = fed);
      // A number that was taken and undone belongs to no message.
      fedSeq = isMore ? fed.seq : newest;
    }
  }

  function look(): void {
    looks += 1;
    const newest = deps.newestSeq();
    // An empty table leaves nothing to ask for.
    if (seenSeq === null && newest === 0) fedSeq = 0;
    isBusy = newest - (seenSeq ?? newest) > BUSY && newest - (fedSeq ?? 0) < TOO_MUCH;
    seenSeq = newest;
    if (isBusy || round !== null || !hasWork(newest)) return;
    round = feedAll()
      .catch(logged(deps.log, 'the search could not take in messages'))
      .finally(() => {
        round = null;
      });
  }

  return {
    start: () => {
      timer ??= every(EVERY_MS, look, logged(deps.log, 'the search could not be looked after'));
    },
    stop: async () => {
      timer?.stop();
      timer = null;
      await round;
    },
  };
}
