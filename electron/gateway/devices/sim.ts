import type { Mode } from '../../shared/states.ts';

/** What a message looks like when it is handed to a phone. */
export interface HandOver {
  readonly attemptId: string;
  readonly requestId: string;
  readonly to: string;
  readonly text: string;
  readonly maxParts: number;
  readonly deliveryReport: boolean;
  readonly isSensitive: boolean;
  /** The message's own expiry, milliseconds since 1970. */
  readonly notAfter: number;
}

/** A SIM that the dispatcher may hand messages to. */
export interface Sim {
  readonly simId: string;
  readonly slot: number;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly ledgerId: string;
  readonly mode: Mode;
  /** Null: the phone does not pace. */
  readonly partsPerMinute: number | null;
  readonly isInService: boolean;
  /** Whether the operator lets it send. */
  readonly isOn: boolean;
  /** Bars, 0 to 4, where the phone tells. */
  readonly signal: number | null;
  readonly batteryPercent: number | null;
  readonly isCharging: boolean | null;
  /** Parts that the operator lets it send in a day and in a month; null: no cap. */
  readonly dayCap: number | null;
  readonly monthCap: number | null;
  /** How many messages the link takes right now. */
  freeSlots(): number;
  /** `written`: the bytes were handed to the socket. `not_written`: certainly none was. */
  handOver(message: HandOver): 'written' | 'not_written';
}
