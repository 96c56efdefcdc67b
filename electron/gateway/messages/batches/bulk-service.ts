/** A list of texts from its request to its end. Both doors (the API and the screens) come through here. */
import { createBatchActions, type BatchActionDeps, type BatchActions } from './batch-actions.ts';
import { createBatchReader, type BatchReader, type BatchReaderDeps } from './batch-read.ts';
import { createBulkSubmit, type BulkSubmitDeps, type SubmitBulk } from './bulk-submit.ts';

export type BulkServiceDeps = BulkSubmitDeps & BatchActionDeps & BatchReaderDeps;

export interface BulkService extends BatchActions, BatchReader {
  readonly submit: SubmitBulk;
}

export function createBulkService(deps: BulkServiceDeps): BulkService {
  return { ...createBatchReader(deps), ...createBatchActions(deps), submit: createBulkSubmit(deps) };
}
