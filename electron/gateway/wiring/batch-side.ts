/** Batches, wired: their rows and moves, which messages need, and what both doors ask of them. */
import { createBatchForecast, type BatchForecastDeps } from '../dispatch/batch-forecast.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import { createBatchRetentionStore } from '../messages/batches/batch-retention-store.ts';
import { createBatchStore } from '../messages/batches/batch-store.ts';
import { createBatchTransitions } from '../messages/batches/batch-transitions.ts';
import { createBulkService, type BulkServiceDeps } from '../messages/batches/bulk-service.ts';
import type { HoldStore } from '../messages/hold-store.ts';
import type { Lanes } from '../messages/lanes.ts';
import type { Storage } from '../storage/storage.ts';

export interface BatchSideDeps {
  readonly storage: Pick<Storage, 'db' | 'writer'>;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly holds: HoldStore;
  readonly lanes: Lanes;
}

type BulkDeps = Omit<BulkServiceDeps, 'batches' | 'batchMoves' | 'foretell'> & BatchForecastDeps;

export function createBatchSide({ storage, events, feed, holds, lanes }: BatchSideDeps) {
  const { db, writer } = storage;
  const batches = createBatchStore(db);
  const batchMoves = createBatchTransitions({
    ...{ db, events, feed, holds },
    updateLanes: lanes.updateHolds,
    ifUndone: writer.ifUndone,
  });
  return {
    idOf: batches.idOf,
    noteMove: batchMoves.noteMove,
    createBulk: (deps: BulkDeps) =>
      createBulkService({ ...deps, batches, batchMoves, foretell: createBatchForecast(deps) }),
    prunedBy: (eraseAfterDays: () => number) => ({
      batches,
      batchTexts: createBatchRetentionStore(db, eraseAfterDays),
    }),
  };
}
