import type { RejectedRow } from '../../../shared/bulk-row-problems.ts';
import type { MessageState } from '../../../shared/states.ts';
import { isCode } from '../../../shared/words/words.ts';
import type { Database } from '../../storage/database.ts';
import { readJson } from '../../storage/read-json.ts';
import type { MessageRow } from '../message-row.ts';
import type { Batch, BatchHead, BatchItem, NewBatch } from './batch-row.ts';

/** How long the rows that were left out are kept. */
const REJECTIONS_KEPT_MS = 30 * 86_400_000;

/** The rows of `batches`: reading and adding. Moves and counts are in `batch-transitions.ts`. */
export interface BatchStore {
  /** Adds a batch in state `accepting`, all its messages counted in one state; inside a transaction. */
  insert(batch: NewBatch, state: 'scheduled' | 'queued'): number;
  byId(batchId: string): Batch | undefined;
  /** The id of the batch at a rowid; empty where there is none. */
  readonly idOf: (seq: number) => string;
  /** The newest first, from below a rowid. */
  list(below: number, limit: number): readonly Batch[];
  /** Messages in the order of the list that was asked for, behind a rowid of `messages`. */
  items(seq: number, after: number, limit: number): readonly BatchItem[];
  /** Messages that a cancel has still to stop, behind a rowid of `messages`. */
  restOf(seq: number, after: number, limit: number): readonly MessageRow[];
  /** Batches whose cancel has not come to its end, the oldest first. */
  cancelling(limit: number): readonly Pick<BatchHead, 'seq' | 'batch_id'>[];
  storeRejections(seq: number, rows: readonly RejectedRow[], now: number): void;
  rejectionsOf(seq: number): readonly RejectedRow[];
  /** Deletes at most `limit` lists of left-out rows that are over 30 days old. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

/** A row with its counts as the table has them: one column for each state. */
export type CountedRow = BatchHead & Readonly<Record<`n_${MessageState}`, number>>;

export const batchOf = (row: CountedRow): Batch => ({
  ...row,
  counts: {
    scheduled: row.n_scheduled,
    queued: row.n_queued,
    sending: row.n_sending,
    sent: row.n_sent,
    delivered: row.n_delivered,
    undelivered: row.n_undelivered,
    failed: row.n_failed,
    expired: row.n_expired,
    cancelled: row.n_cancelled,
    unknown: row.n_unknown,
  },
});

export function createBatchStore(db: Database): BatchStore {
  const insert = db.prepare(
    `INSERT INTO batches (batch_id, client_id, mode, state, priority, target, body, reference, messages, parts, rejected,
       created_at, scheduled_at, expires_at, n_scheduled, n_queued)
     VALUES (@batch_id, @client_id, @mode, 'accepting', @priority, @target, @body, @reference, @messages, @parts,
       @rejected, @created_at, @scheduled_at, @expires_at, @n_scheduled, @n_queued)`,
  );
  const byId = db.prepare<[string], CountedRow>('SELECT * FROM batches WHERE batch_id = ?');
  const idOf = db.prepare<[number], string>('SELECT batch_id FROM batches WHERE seq = ?').pluck();
  const list = db.prepare<[number, number], CountedRow>(
    'SELECT * FROM batches WHERE seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const items = db.prepare<[number, number, number], BatchItem>(
    `SELECT seq, batch_index AS "index", request_id, recipient AS "to", state, parts, failure_code
     FROM messages INDEXED BY messages_of_batch WHERE batch_seq = ? AND seq > ? ORDER BY seq LIMIT ?`,
  );
  const rest = db.prepare<[number, number, number], MessageRow>(
    `SELECT * FROM messages INDEXED BY messages_of_batch WHERE batch_seq = ? AND seq > ?
       AND (state IN ('scheduled','queued') OR (state IN ('sending','unknown') AND cancel_requested = 0))
     ORDER BY seq LIMIT ?`,
  );
  const cancelling = db.prepare<[number], Pick<BatchHead, 'seq' | 'batch_id'>>(
    'SELECT seq, batch_id FROM batches WHERE cancelling = 1 ORDER BY seq LIMIT ?',
  );
  const insertRejections = db.prepare(
    'INSERT INTO batch_rejections (batch_seq, created_at, rows) VALUES (?, ?, ?)',
  );
  const rejections = db
    .prepare<[number], string>('SELECT rows FROM batch_rejections WHERE batch_seq = ?')
    .pluck();
  const prune = db.prepare(
    `DELETE FROM batch_rejections WHERE created_at < ? AND batch_seq IN
       (SELECT batch_seq FROM batch_rejections ORDER BY batch_seq LIMIT ?)`,
  );
  return {
    insert: (batch, state) => {
      const counted = {
        n_scheduled: state === 'scheduled' ? batch.messages : 0,
        n_queued: state === 'queued' ? batch.messages : 0,
      };
      return Number(insert.run({ ...batch, ...counted }).lastInsertRowid);
    },
    byId: (batchId) => {
      const row = byId.get(batchId);
      return row === undefined ? undefined : batchOf(row);
    },
    idOf: (seq) => idOf.get(seq) ?? '',
    list: (below, limit) => list.all(below, limit).map(batchOf),
    items: (seq, after, limit) => items.all(seq, after, limit),
    restOf: (seq, after, limit) => rest.all(seq, after, limit),
    cancelling: (limit) => cancelling.all(limit),
    storeRejections: (seq, rows, now) => {
      if (rows.length > 0) insertRejections.run(seq, now, JSON.stringify(rows));
    },
    rejectionsOf: (seq) => readRejections(rejections.get(seq)),
    prune: (now, limit) => prune.run(now - REJECTIONS_KEPT_MS, limit).changes,
  };
}

/** What is damaged is left out: it must not take the answer with it. */
function readRejections(text: string | undefined): readonly RejectedRow[] {
  const rows = text === undefined ? null : readJson(text);
  return Array.isArray(rows) ? rows.filter(isRejectedRow) : [];
}

function isRejectedRow(row: unknown): row is RejectedRow {
  if (typeof row !== 'object' || row === null || !('sentence' in row) || !('index' in row)) return false;
  const { sentence } = row;
  if (typeof sentence !== 'object' || sentence === null || !('code' in sentence)) return false;
  return typeof row.index === 'number' && typeof sentence.code === 'string' && isCode(sentence.code);
}
