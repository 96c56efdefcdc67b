/** The answers of the console, as the gateway gives them. Times are RFC 3339. */
import type {
  DeviceState,
  MessageState,
  Mode,
  Priority,
  QueueState,
  StepState,
  WaitingReason,
} from '../../electron/shared/states.ts';

export interface AdbCondition {
  readonly available: boolean;
  readonly message: string;
  readonly fix: string | null;
}

export interface Session {
  readonly door: 'desktop' | 'browser';
  readonly signed_in: boolean;
  readonly version: string;
  readonly workspace?: { readonly name: string; readonly country: string | null; readonly language: string };
  readonly base_url?: string;
  readonly demo_phone?: boolean;
  readonly adb?: AdbCondition;
}

export interface Sim {
  readonly id: string;
  readonly slot: number;
  readonly carrier: string | null;
  readonly number: string | null;
  readonly in_service: boolean;
  readonly signal: number | null;
  readonly takes_texts: boolean;
}

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly state: DeviceState;
  readonly problems: readonly { readonly code: string; readonly message: string; readonly fix: string }[];
  readonly sims: readonly Sim[];
  readonly battery_percent: number | null;
  readonly charging: boolean | null;
  readonly heartbeat_age_seconds: number | null;
  readonly sent_today: number;
  readonly parts_left_this_minute: number | null;
  readonly mode: Mode;
  readonly serial: string | null;
}

export interface ListedPhone {
  readonly serial: string;
  readonly state: string;
  readonly model: string | null;
  readonly device_id: string | null;
  readonly message: string;
  readonly fix: string | null;
}

export interface Devices {
  readonly items: readonly Device[];
  readonly phones: readonly ListedPhone[];
  readonly adb: AdbCondition;
}

export interface Queue {
  readonly state: QueueState;
  readonly reason: string | null;
  readonly depth: Readonly<Record<Priority, number>>;
  readonly oldest_age_seconds: number | null;
  readonly in_flight: number;
  readonly last_minute: { readonly sent: number; readonly failed: number };
  readonly last_hour: { readonly sent: number; readonly failed: number };
  readonly estimated_empty_at: string | null;
}

export interface Attempt {
  readonly n: number;
  readonly device_name: string;
  readonly sim: number;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly reason: string | null;
}

export interface Message {
  readonly request_id: string;
  readonly status: MessageState;
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  readonly encoding: string;
  readonly mode: Mode;
  readonly priority: Priority;
  readonly device_name: string | null;
  readonly attempts: number;
  readonly created_at: string;
  readonly expires_at: string;
  readonly reference: string | null;
  readonly times: Readonly<Record<string, string | null>>;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly detail?: string;
  } | null;
  readonly waiting: {
    readonly reason: WaitingReason;
    readonly since: string;
    readonly until: string | null;
    readonly hint: string;
  } | null;
  readonly attempt_log: readonly Attempt[];
}

export interface MessagePage {
  readonly items: readonly Message[];
  readonly next_cursor: string | null;
}

/** A text that a phone received. */
export interface InboundMessage {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  readonly device_name: string;
  readonly sim: number;
  readonly received_at: string;
  /** The message it answers. */
  readonly request_id: string | null;
  readonly mode: Mode;
}

export interface InboxPage {
  readonly items: readonly InboundMessage[];
  readonly next_cursor: string | null;
}

export interface Overview {
  readonly queue: Queue;
  readonly devices: readonly Device[];
  readonly failures: readonly Message[];
  readonly counts: { readonly messages_today: number };
}

export interface ProvisionRun {
  readonly run_id: string;
  readonly serial: string;
  readonly state: 'running' | 'done' | 'failed' | 'needs_you';
  readonly steps: readonly {
    readonly name: string;
    readonly title: string;
    readonly state: StepState;
    readonly message: string;
    readonly fix: string | null;
    readonly offers: 'replace' | null;
  }[];
}

export interface Preview {
  readonly to: string | null;
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly parts: number;
  readonly characters: number;
  readonly per_part: number;
  readonly remaining: number;
  readonly error?: string;
}

export interface Token {
  readonly id: string;
  readonly client_name: string;
  readonly mode: Mode;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly hint: string;
}

export interface Change {
  readonly seq: number;
  readonly topic: string;
  readonly id: string;
}
