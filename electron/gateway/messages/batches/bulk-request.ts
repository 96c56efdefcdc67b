import type { RejectedRow } from '../../../shared/bulk-row-problems.ts';
import type { BulkWarning } from '../../../shared/words/bulk.ts';
import type { SubmitRequest } from '../submit-request.ts';

/** A row of a list: a number, or a number with the values of its variables. */
export type BulkRow =
  string | { readonly to: string; readonly variables?: Readonly<Record<string, unknown>> | null };

/** A list of texts as a client asks for it; its schema has been checked, its rows have not. */
export interface BulkRequest extends Omit<SubmitRequest, 'to'> {
  readonly recipients: readonly BulkRow[];
  /** Take all rows or none. */
  readonly atomic?: boolean;
}

/** What is told of a batch that is on disk, now or by an earlier request with the same key. */
export interface AcceptedBatch {
  readonly batchId: string;
  readonly rejected: readonly RejectedRow[];
  readonly items: readonly { readonly index: number; readonly to: string; readonly requestId: string }[];
  /** Milliseconds since 1970; null where nothing says so. */
  readonly estimatedFinishAt: number | null;
  readonly warnings: readonly BulkWarning[];
  readonly isReplay: boolean;
}

/** When a batch will be done, as the phones stand now. */
export interface Forecast {
  /** Milliseconds since 1970; null where no phone may send it. */
  readonly finishAt: number | null;
  /** The same, by the usual pace of one phone where there is none. */
  readonly assumedFinishAt: number;
  readonly warnings: readonly BulkWarning[];
}

/** What a forecast is asked about. */
export interface ForecastQuestion {
  readonly mode: 'live' | 'test';
  readonly priority: number;
  /** A phone or SIM, or empty: any. */
  readonly target: string;
  /** Parts that do not wait in the queue yet. */
  readonly parts: number;
  /** Milliseconds since 1970. */
  readonly startAt: number;
}

export type Foretell = (question: ForecastQuestion) => Forecast;
