import { tellRow } from '../../shared/bulk-row-problems.ts';
import type { AcceptedBulk } from '../../shared/schemas/bulk.ts';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import { formatTimeOrNull } from '../foundation/clock.ts';
import type { AcceptedBatch } from '../messages/batches/bulk-request.ts';
import { createCursor } from './cursors.ts';

/** A list of 10,000 rows with their variables. */
export const BULK_BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** A batch that is on disk, as both doors answer it. */
export function acceptedBulkAnswer(accepted: AcceptedBatch): AcceptedBulk {
  return {
    ok: true,
    batch_id: accepted.batchId,
    accepted: accepted.items.length,
    rejected: accepted.rejected.map(tellRow),
    items: accepted.items.map(({ index, to, requestId }) => ({ index, to, request_id: requestId })),
    estimated_finish_at: formatTimeOrNull(accepted.estimatedFinishAt),
    warnings: accepted.warnings.map((code) => ({
      code,
      message: inEnglish(sentence(`bulk_warning.${code}`)).message,
    })),
  };
}

/** Places in the messages of a batch, and among batches. */
export const itemCursor = createCursor('r');
export const batchCursor = createCursor('b');
