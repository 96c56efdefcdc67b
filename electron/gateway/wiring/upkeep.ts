/** What keeps the data whole and short, wired: backups, the index of the search, and what is pruned. */
import { join } from 'node:path';
import { DATABASE_FILE } from '../../shared/data-place.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { createInboxRetentionStore } from '../inbox/inbox-retention-store.ts';
import type { MessageStore } from '../messages/message-store.ts';
import { createSearchFeed } from '../messages/search-feed.ts';
import { createTextRetentionStore } from '../messages/text-retention-store.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { createBackupService } from '../storage/backup-service.ts';
import { backupFolderOf } from '../storage/backups.ts';
import { createPruner } from '../storage/pruner.ts';
import type { ReadThread } from '../storage/read-thread.ts';
import type { Storage } from '../storage/storage.ts';
import type { createBatchSide } from './batch-side.ts';
import { prunedTables, type PrunedStores } from './pruned-tables.ts';
import type { Reads } from './reads.ts';

export interface UpkeepDeps {
  readonly storage: Pick<Storage, 'db' | 'writer'>;
  readonly dataDir: string;
  readonly settings: SettingsStore;
  readonly events: EventStore;
  readonly messages: Pick<MessageStore, 'newestSeq'>;
  readonly reader: ReadThread<Reads>;
  readonly stores: Omit<PrunedStores, 'db' | 'events' | 'texts' | 'receivedTexts' | 'batches' | 'batchTexts'>;
  readonly prunedBatches: ReturnType<typeof createBatchSide>['prunedBy'];
  readonly isStorageBroken: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createUpkeep(deps: UpkeepDeps) {
  const { dataDir, settings, events, reader, clock, log } = deps;
  const { db, writer } = deps.storage;
  const eraseAfterDays = (): number => Number(settings.get('erase_texts_days'));
  const retention = createTextRetentionStore(db, eraseAfterDays);
  return {
    backups: createBackupService({
      ...{ db, clock, log },
      path: join(dataDir, DATABASE_FILE),
      folder: () => settings.get('backup_folder') || backupFolderOf(dataDir),
      isDaily: () => settings.get('backup_daily') === 'true',
      kept: () => Number(settings.get('backups_kept')),
      made: ({ file, kind, bytes, messages, at }) =>
        writer.write(() => {
          const data = { file, kind, bytes, messages };
          events.append({ type: 'backup.made', mode: 'live', clientId: null, subjectId: '', at, data });
        }),
    }),
    searchFeed: createSearchFeed({
      feed: (limit) => reader.read('feedSearch', limit),
      isReading: () => reader.isRunning(),
      newestSeq: () => deps.messages.newestSeq(),
      hasErased: () => retention.hasUnsearchable(),
      noteForgotten: (seqs) =>
        writer.write(() => {
          retention.noteForgotten(seqs);
        }),
      log,
    }),
    pruner: createPruner({
      tables: prunedTables({
        ...deps.stores,
        ...deps.prunedBatches(eraseAfterDays),
        ...{ db, events },
        texts: retention,
        receivedTexts: createInboxRetentionStore(db, events, eraseAfterDays),
      }),
      isStorageBroken: deps.isStorageBroken,
      ...{ writer, clock, log },
    }),
  };
}
