/** What became of a batch and of each of its messages, as clients and screens are told. */
import type { Batch as BatchAnswer, BatchItem as ItemAnswer } from '../../../shared/schemas/bulk.ts';
import { PRIORITIES } from '../../../shared/states.ts';
import { formatTime, formatTimeOrNull, type Clock } from '../../foundation/clock.ts';
import type { TellRows } from '../../foundation/tell-rows.ts';
import type { Sender } from '../submit-request.ts';
import { ownBatch } from './batch-actions.ts';
import type { Batch } from './batch-row.ts';
import type { BatchStore } from './batch-store.ts';
import type { Foretell } from './bulk-request.ts';

interface PageOf<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null when there is none. */
  readonly next: number | null;
}

/** A sender sees its own batches of its mode; null stands for the operator. Each throws `not_found`. */
export interface BatchReader {
  readonly view: (batchId: string, sender: Sender | null) => BatchAnswer;
  readonly items: (
    batchId: string,
    sender: Sender | null,
    page: { readonly after: number; readonly limit: number },
  ) => PageOf<ItemAnswer>;
  /** Every batch, the newest first, below a place. */
  readonly list: (page: { readonly below: number; readonly limit: number }) => PageOf<BatchAnswer>;
  readonly viewOf: (batch: Batch) => BatchAnswer;
}

export interface BatchReaderDeps {
  readonly batches: Pick<BatchStore, 'byId' | 'items' | 'list'>;
  readonly foretell: Foretell;
  readonly tellRows: TellRows;
  readonly clock: Clock;
}

export function createBatchReader({ batches, foretell, tellRows, clock }: BatchReaderDeps): BatchReader {
  function estimateOf(batch: Batch): number | null {
    const { counts } = batch;
    if (batch.state !== 'running' || counts.scheduled + counts.queued === 0) return null;
    const scheduledParts = Math.round((batch.parts * counts.scheduled) / batch.messages);
    const startAt = Math.max(clock.now(), counts.queued > 0 ? 0 : (batch.scheduled_at ?? 0));
    const { mode, priority, target } = batch;
    return foretell({ mode, priority, target, parts: scheduledParts, startAt }).finishAt;
  }

  const viewOf = (batch: Batch): BatchAnswer => ({
    batch_id: batch.batch_id,
    status: batch.state,
    mode: batch.mode,
    priority: PRIORITIES[batch.priority] === 'transactional' ? 'transactional' : 'bulk',
    text: batch.body,
    reference: batch.reference,
    accepted: batch.messages,
    rejected: batch.rejected,
    parts: batch.parts,
    counts: batch.counts,
    created_at: formatTime(batch.created_at),
    scheduled_at: formatTimeOrNull(batch.scheduled_at),
    expires_at: formatTime(batch.expires_at),
    finished_at: formatTimeOrNull(batch.finished_at),
    estimated_finish_at: formatTimeOrNull(estimateOf(batch)),
  });

  return {
    viewOf,
    view: (batchId, sender) => viewOf(ownBatch(batches.byId(batchId), sender)),
    items: (batchId, sender, { after, limit }) => {
      const { seq } = ownBatch(batches.byId(batchId), sender);
      const rows = batches.items(seq, after, limit + 1);
      const page = rows.slice(0, limit);
      return {
        items: page.map(({ seq: _seq, state, ...item }) => ({ ...item, status: state })),
        next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
      };
    },
    list: ({ below, limit }) => {
      const rows = batches.list(below, limit + 1);
      const page = rows.slice(0, limit);
      return {
        items: tellRows('batches', page, viewOf),
        next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
      };
    },
  };
}
