/** Deletes rows that got too old, a few at a time: a long delete would keep every other write waiting. */
import type { Clock } from '../foundation/clock.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import type { Writer } from './group-commit.ts';

const EVERY_MS = 3_600_000;
const ROWS_PER_UNIT = 500;

/** A table whose rows get too old. */
export interface PrunedTable {
  readonly name: string;
  /** Deletes at most `limit` rows that are too old at `now`, and tells how many. Inside a transaction. */
  prune(now: number, limit: number): number;
}

interface PrunerDeps {
  readonly tables: readonly PrunedTable[];
  readonly writer: Pick<Writer, 'write'>;
  /** The database can not be relied on: nothing is deleted. */
  readonly isStorageBroken: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Pruner {
  /** Looks at once, and every hour from then on. */
  start(): void;
  /** Resolves when nothing is being deleted any more. Safe twice and before start. */
  stop(): Promise<void>;
}

export function createPruner({ tables, writer, isStorageBroken, clock, log }: PrunerDeps): Pruner {
  let timer: Timer | null = null;
  let round: Promise<void> | null = null;
  const isStopped = (): boolean => timer === null;

  /** Each unit is a commit that it shares with whoever else writes, so new messages go on in between. */
  async function prune(table: PrunedTable): Promise<void> {
    let deleted = ROWS_PER_UNIT;
    while (deleted === ROWS_PER_UNIT && !isStopped() && !isStorageBroken()) {
      deleted = await writer.write(() => table.prune(clock.now(), ROWS_PER_UNIT));
    }
  }

  async function pruneAll(): Promise<void> {
    for (const table of tables) {
      try {
        await prune(table);
      } catch (error) {
        // Nothing is lost but room on the disk; the next hour tries again.
        log.error({ table: table.name, error: String(error) }, 'old rows could not be deleted');
      }
    }
  }

  function look(): void {
    round ??= pruneAll().finally(() => {
      round = null;
    });
  }

  return {
    start: () => {
      if (timer !== null) return;
      timer = every(EVERY_MS, look, logged(log, 'old rows could not be looked for'));
      look();
    },
    stop: async () => {
      timer?.stop();
      timer = null;
      await round;
    },
  };
}
