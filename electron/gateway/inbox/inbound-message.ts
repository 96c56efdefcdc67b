import type { InboundMessage } from '../../shared/schemas/inbound-message.ts';
import type { Mode } from '../../shared/states.ts';
import { formatTime, formatTimeOrNull } from '../foundation/clock.ts';

/** A text as a phone tells of it. Times are milliseconds of gateway time. */
export interface InboundText {
  /** The phone's own id of it, the same however it learnt of the text. */
  readonly inboundId: string;
  readonly from: string;
  readonly body: string;
  readonly parts: number;
  /** Android's subscription id. */
  readonly subscriptionId: number;
  readonly receivedAt: number;
  readonly smscAt: number | null;
}

/** Which phone speaks. */
export interface ReceivingPhone {
  readonly deviceId: string;
  readonly ledgerId: string;
}

/** The SIM that a text came to, as far as the inbox must know it. */
export interface ReceivingSim {
  readonly simId: string;
  readonly slot: number;
  readonly deviceName: string;
  readonly mode: Mode;
  /** Whether the operator switched its inbox on. */
  readonly takesTexts: boolean;
}

/** The newest message of ours that a sender can be answering, and whose it is. */
export interface AnsweredMessage {
  readonly requestId: string;
  readonly clientId: string;
}

/** A text about to be stored. */
export interface NewInboundMessage {
  readonly id: string;
  readonly deviceId: string;
  readonly ledgerId: string;
  readonly inboundId: string;
  readonly deviceName: string;
  readonly simId: string;
  readonly simSlot: number;
  readonly mode: Mode;
  /** E.164 when it parses, else as it came. */
  readonly sender: string;
  readonly senderRaw: string;
  readonly body: string;
  readonly parts: number;
  readonly receivedAt: number;
  readonly smscAt: number | null;
  readonly storedAt: number;
  readonly answers: AnsweredMessage | null;
}

/** A row of `inbound_messages`. */
export interface InboundRow {
  readonly seq: number;
  readonly id: string;
  readonly device_id: string;
  readonly device_name: string;
  readonly sim_id: string;
  readonly sim_slot: number;
  readonly mode: Mode;
  readonly sender: string;
  readonly sender_raw: string;
  readonly body: string;
  readonly parts: number;
  readonly received_at: number;
  readonly smsc_at: number | null;
  readonly stored_at: number;
  readonly request_id: string | null;
  readonly client_id: string | null;
}

/** What a list of received texts may be narrowed by; `since` inclusive, `until` exclusive, on `received_at`. */
export interface InboxFilter {
  /** As typed; a number that parses is found in any form. */
  readonly from?: string;
  /** Id or name. */
  readonly device?: string;
  /** Id or slot. */
  readonly sim?: string;
  readonly since?: number;
  readonly until?: number;
  /** Part of the sender or of the text. */
  readonly q?: string;
  readonly limit: number;
  /** The `seq` of the last row of the page before. */
  readonly after?: number;
}

/** What the API and the screens say of a received text. */
export function inboundView(row: InboundRow): InboundMessage {
  return {
    id: row.id,
    from: row.sender,
    from_raw: row.sender_raw,
    text: row.body,
    parts: row.parts,
    device_id: row.device_id,
    device_name: row.device_name,
    sim_id: row.sim_id,
    sim: row.sim_slot,
    received_at: formatTime(row.received_at),
    smsc_at: formatTimeOrNull(row.smsc_at),
    stored_at: formatTime(row.stored_at),
    request_id: row.request_id,
    mode: row.mode,
  };
}
