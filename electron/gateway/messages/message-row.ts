import type { FailureCode } from '../../shared/failure-codes.ts';
import type { TextEncoding } from '../../shared/parts.ts';
import type { AttemptState, MessageState, Mode, Priority } from '../../shared/states.ts';

/** No phone was named: any may send it. */
export const ANY_DEVICE = '';

/** A message to `@recipient`, in the words of the index `messages_to`. */
export const HAS_RECIPIENT = 'substr(recipient, -7) = substr(@recipient, -7) AND recipient = @recipient';

/** What a client or the operator asks for, checked. */
export interface NewMessage {
  readonly clientId: string;
  readonly mode: Mode;
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  readonly encoding: TextEncoding;
  readonly priority: Priority;
  readonly deviceId: string | null;
  readonly simId: string | null;
  readonly maxParts: number;
  readonly deliveryReport: boolean;
  readonly reference: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** Counted from `scheduledAt`, or else from its acceptance. */
  readonly ttlSeconds: number;
  readonly scheduledAt?: number | null;
  /** The message that this one sends again. */
  readonly resendOf?: string | null;
  /** Where rules send it that names no phone: a `dev_…` or `sim_…`, or empty. */
  readonly target?: string;
  readonly batch?: BatchPlace | null;
}

/** Where a message stands: its batch, and its row in the list that was asked for. */
export interface BatchPlace {
  readonly id: string;
  readonly seq: number;
  readonly index: number;
}

/** A row of `messages`, as SQLite gives it. */
export interface MessageRow {
  readonly seq: number;
  readonly request_id: string;
  readonly client_id: string;
  readonly mode: Mode;
  readonly state: MessageState;
  readonly priority: number;
  readonly recipient: string;
  readonly body: string;
  readonly parts: number;
  readonly encoding: TextEncoding;
  readonly device_id: string;
  readonly sim_id: string | null;
  readonly max_parts: number;
  readonly delivery_report: number;
  readonly reference: string | null;
  readonly metadata: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly updated_at: number;
  readonly sending_at: number | null;
  readonly sent_at: number | null;
  readonly ended_at: number | null;
  /** When it may go: a scheduled message's time, or the next try. Null: as soon as a SIM takes it. */
  readonly due_at: number | null;
  readonly lane_id: number;
  readonly scheduled_at: number | null;
  readonly resend_of: string | null;
  /** The `seq` of its batch. */
  readonly batch_seq: number | null;
  readonly cancel_requested: number;
  /** Tries that count towards the limit. */
  readonly attempts: number;
  /** Attempts that were made, also those that do not count: the number of the newest. */
  readonly held: number;
  readonly device_name: string | null;
  readonly failure_code: FailureCode | null;
  readonly failure_detail: string | null;
  readonly may_have_left: number;
  readonly parts_sent: number;
  readonly sequence: number;
}

/** A row of `attempts`. `part_results` is JSON of `PartFact[]`. */
export interface AttemptRow {
  readonly seq: number;
  readonly attempt_id: string;
  readonly message_seq: number;
  readonly n: number;
  readonly device_id: string;
  readonly device_name: string;
  readonly ledger_id: string;
  readonly sim_id: string;
  readonly sim_slot: number;
  readonly state: AttemptState;
  readonly parts: number | null;
  readonly part_results: string;
  readonly reason: string | null;
  readonly code: string | null;
  readonly not_after: number;
  readonly offered_at: number;
  readonly ended_at: number | null;
}
