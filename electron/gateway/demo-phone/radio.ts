/**
 * What the relay knows of the phone below it: SmsManager, its PendingIntents and the SMS provider. The demo phone
 * pretends one; the virtual phone of the tests has one that obeys a script and keeps a log of every submit.
 */

/** RESULT_OK of Android's Activity. */
export const RESULT_OK = -1;

/** What `sendMultipartTextMessage` is called with. */
export interface RadioSubmission {
  readonly attemptId: string;
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  /** Subscription id. */
  readonly sim: number;
  readonly deliveryReport: boolean;
}

/** The exceptions that SmsManager throws before anything is submitted, and one that says nothing. */
export type RadioException =
  'SecurityException' | 'IllegalArgumentException' | 'UnsupportedOperationException' | 'RuntimeException';

/** What SmsManager throws. */
export class RadioError extends Error {
  readonly exception: RadioException;
  constructor(exception: RadioException) {
    super(`SmsManager threw ${exception}`);
    this.name = 'RadioError';
    this.exception = exception;
  }
}

/** What a PendingIntent brings to the relay's manifest receivers. */
export type RadioEvent =
  | {
      readonly kind: 'result';
      readonly attemptId: string;
      readonly part: number;
      readonly result: number;
      readonly error: number | null;
      /** `_id` of the row in the sent folder (the `uri` extra). */
      readonly row: number;
    }
  | {
      readonly kind: 'delivery';
      readonly attemptId: string;
      readonly part: number;
      readonly delivery: 'delivered' | 'undelivered';
    }
  | { readonly kind: 'inbound'; readonly text: InboxRow };

/** A row of `content://sms/sent` (or outbox, or failed) that our package made. */
export interface SentRow {
  readonly id: number;
  readonly to: string;
  readonly text: string;
  readonly sim: number;
  readonly state: 'pending' | 'sent' | 'failed';
  readonly result: number | null;
  readonly error: number | null;
}

/** What the sent folder is searched by. */
export type SentQuery = Pick<SentRow, 'to' | 'text' | 'sim'> & {
  /** Only rows with a higher `_id`. */
  readonly above: number;
};

/** A row of `content://sms/inbox`. */
export interface InboxRow {
  readonly id: number;
  readonly from: string;
  readonly body: string;
  readonly sim: number;
  readonly parts: number;
  readonly receivedAt: number;
  /** The SMSC's time, whole seconds in milliseconds. */
  readonly smscAt: number;
}

export interface RelayRadio {
  /** SmsManager's call. Throws a `RadioError`; nothing was submitted then, except with RuntimeException. */
  submit(submission: RadioSubmission): void;
  /**
   * Attaches the relay's receivers and returns how to detach them. What fires while nobody is attached waits, as a
   * PendingIntent outlives the app, and comes first thing at the next attach.
   */
  attach(listener: (event: RadioEvent) => void): () => void;
  /** Highest `_id` of `content://sms`. */
  mark(): number;
  /** Rows of the sent folder above a mark with this address, body and SIM. */
  findSent(query: SentQuery): SentRow[];
  /** Rows of the inbox above a mark. */
  inboxAbove(mark: number): InboxRow[];
}
