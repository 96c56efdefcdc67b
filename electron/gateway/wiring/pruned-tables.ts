/** Every table, and what keeps it from growing without end. */
import { createPhoneTracesStore } from '../devices/phone-traces-store.ts';
import type { BatchRetentionStore } from '../messages/batches/batch-retention-store.ts';
import type { BatchStore } from '../messages/batches/batch-store.ts';
import type { EventStore } from '../events/event-store.ts';
import type { InboxStore } from '../inbox/inbox-store.ts';
import type { InboxRetentionStore } from '../inbox/inbox-retention-store.ts';
import type { IdempotencyStore } from '../messages/idempotency-store.ts';
import type { OutcomeCountStore } from '../messages/outcome-count-store.ts';
import type { OrphanAttemptStore } from '../messages/orphan-attempt-store.ts';
import type { OrphanStore } from '../messages/orphan-store.ts';
import type { SimUsageStore } from '../messages/sim-usage-store.ts';
import type { TextRetentionStore } from '../messages/text-retention-store.ts';
import type { Database } from '../storage/database.ts';
import type { PrunedTable } from '../storage/pruner.ts';

export interface PrunedStores {
  readonly db: Database;
  readonly idempotency: Pick<IdempotencyStore, 'prune'>;
  readonly orphans: Pick<OrphanStore, 'prune'>;
  readonly orphanAttempts: Pick<OrphanAttemptStore, 'prune'>;
  readonly events: Pick<EventStore, 'prune'>;
  readonly inbox: Pick<InboxStore, 'prune'>;
  readonly batches: Pick<BatchStore, 'prune'>;
  readonly usage: Pick<SimUsageStore, 'prune'>;
  readonly counts: Pick<OutcomeCountStore, 'prune'>;
  readonly texts: Pick<TextRetentionStore, 'prune'>;
  readonly batchTexts: BatchRetentionStore;
  readonly receivedTexts: InboxRetentionStore;
}

/** The tables that a timer makes shorter, by name. */
export function prunedTables({ db, ...stores }: PrunedStores): readonly PrunedTable[] {
  const traces = createPhoneTracesStore(db);
  return [
    { name: 'idempotency', prune: stores.idempotency.prune },
    { name: 'orphan_reports', prune: stores.orphans.prune },
    { name: 'orphan_attempts', prune: stores.orphanAttempts.prune },
    { name: 'events', prune: stores.events.prune },
    { name: 'inbound_messages', prune: (_now, limit) => stores.inbox.prune(limit) },
    { name: 'batch_rejections', prune: stores.batches.prune },
    { name: 'sim_usage', prune: stores.usage.prune },
    { name: 'outcome_counts', prune: stores.counts.prune },
    { name: 'texts of messages', prune: stores.texts.prune },
    { name: 'texts of batches', prune: stores.batchTexts.prune },
    { name: 'received texts', prune: stores.receivedTexts.prune },
    { name: 'device_ledgers', prune: (_now, limit) => traces.pruneLedgers(limit) },
    { name: 'sims', prune: (_now, limit) => traces.pruneSims(limit) },
  ];
}

/** The tables that no timer touches, and why they need none. */
export const KEPT_TABLES: Readonly<Record<string, string>> = {
  workspace: 'one row',
  settings: 'one row a setting',
  clients: 'made by the operator',
  tokens: 'made by the operator',
  devices: 'paired by the operator',
  database_facts: 'one row for each thing that is true of the file',
  reconcile_phones: 'one row a phone, until it has answered',
  queue_holds: 'one row for each thing that the operator paused',
  lanes: 'one row for each urgency and target that a client or a batch uses',
  batches: 'one row for each list that a client sent: its record',
  erased_until: 'one row a client, mode and kind of text',
  unsearchable: 'emptied by the search, which is told of each',
  clock_steps: 'one row each time that the clock was set back',
  messages: 'the record of what clients sent: it is theirs',
  attempts: 'belongs to its message, and tries are counted',
};
