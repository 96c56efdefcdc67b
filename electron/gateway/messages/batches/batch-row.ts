import type { BatchState, MessageState, Mode } from '../../../shared/states.ts';

/** How many messages of a batch are in each state. */
export type BatchCounts = Readonly<Record<MessageState, number>>;

/** A row of `batches`, without its counts. Times in milliseconds since 1970. */
export interface BatchHead {
  readonly seq: number;
  readonly batch_id: string;
  readonly client_id: string;
  readonly mode: Mode;
  readonly state: BatchState;
  readonly priority: number;
  /** The phone or SIM that was named, or empty. */
  readonly target: string;
  /** As it was asked for, with its variables. */
  readonly body: string;
  readonly reference: string | null;
  readonly messages: number;
  readonly parts: number;
  /** Rows of the request that were left out. */
  readonly rejected: number;
  readonly created_at: number;
  readonly scheduled_at: number | null;
  readonly expires_at: number;
  /** When nothing of it waited or was with a phone any more. */
  readonly finished_at: number | null;
  readonly cancelling: number;
}

export interface Batch extends BatchHead {
  readonly counts: BatchCounts;
}

/** A batch as it is stored first. */
export type NewBatch = Omit<BatchHead, 'seq' | 'state' | 'finished_at' | 'cancelling'>;

/** A message of a batch, as its list shows it. */
export interface BatchItem {
  readonly seq: number;
  readonly index: number;
  readonly request_id: string;
  readonly to: string;
  readonly state: MessageState;
  readonly parts: number;
  readonly failure_code: string | null;
}
