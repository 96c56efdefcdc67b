import type { TextEncoding } from '../../shared/parts.ts';
import type { MessageState, Mode } from '../../shared/states.ts';

/** A text as a client asks for it; its schema has been checked. */
export interface SubmitRequest {
  readonly to: string;
  readonly text: string;
  readonly device?: string;
  readonly sim?: string | number;
  readonly require_online?: boolean;
  readonly priority?: 'transactional' | 'bulk';
  /** RFC 3339 with an offset; at most a year ahead. */
  readonly scheduled_at?: string;
  /** Counted from `scheduled_at` where there is one. */
  readonly ttl_seconds?: number;
  readonly max_parts?: number;
  readonly delivery_report?: boolean;
  readonly reference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Sender {
  readonly clientId: string;
  readonly mode: Mode;
}

/** What a client is answered: the message as it was stored, now or by an earlier request with the same key. */
export interface Accepted {
  readonly requestId: string;
  readonly status: MessageState;
  readonly createdAt: number;
  readonly parts: number;
  readonly encoding: TextEncoding;
  readonly to: string;
  readonly mode: Mode;
  readonly scheduledAt: number | null;
  readonly resendOf: string | null;
  readonly isReplay: boolean;
}

/** A device and SIM that a request named, resolved. */
export interface RouteTarget {
  readonly deviceId: string | null;
  readonly simId: string | null;
}
