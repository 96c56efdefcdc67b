/**
 * The radio of a virtual phone: what stands below SmsManager (framework, modem, network, SMS provider). It outlives
 * the relay, as a phone outlives an app, and its log is the judge of "never twice".
 */
import type {
  InboxRow,
  RadioException,
  RelayRadio,
  SentRow,
} from '../../../electron/gateway/demo-phone/radio.ts';

/** What becomes of one part. What a rule leaves out is as in `GOOD_PLAN`. */
export interface PartPlan {
  /** The call throws this; with `RuntimeException` the text goes out all the same, as a dead binder would have it. */
  readonly throws?: RadioException;
  /** Android's result code; -1 is RESULT_OK. */
  readonly result: number;
  readonly error: number | null;
  /** How long after the submit the sent intent fires. */
  readonly resultAfterMs: number;
  /** The sent intent never fires; the sent folder still learns the result. */
  readonly isResultLost: boolean;
  /** How often the sent intent fires. */
  readonly resultCopies: number;
  /** What the network reports, when a report was asked for and the part was sent. */
  readonly delivery: 'delivered' | 'undelivered' | 'missing';
  /** How long after the sent intent the delivery report comes. */
  readonly deliveryAfterMs: number;
  readonly deliveryCopies: number;
}

/** The first rule that fits a part decides; no rule means sent at once and delivered. */
export interface RadioRule {
  readonly to?: string | RegExp;
  readonly text?: string | RegExp;
  /** 1-based; every part when left out. */
  readonly part?: number;
  /** How many submits (not parts) it holds for; for ever when left out. */
  readonly times?: number;
  readonly plan: Partial<PartPlan>;
}

/** One line of the log: one part of one submit. */
export interface RadioLogLine {
  /** Rises with each submit; its parts share it. Also the `_id` of its row in the sent folder. */
  readonly submit: number;
  /** Milliseconds since 1970, by the network's clock, which nobody sets. */
  readonly at: number;
  readonly attempt_id: string;
  readonly to: string;
  readonly text: string;
  /** 1-based. */
  readonly part: number;
  readonly parts: number;
  readonly sim: number;
}

/** Android's own limit for an app (`DEFAULT_SMS_MAX_COUNT` of SmsUsageMonitor, Android 8 to 15). */
export const ANDROID_PART_LIMIT = 30;

export interface RadioOptions {
  /** JSONL file of submits; made when it is not there, continued when it is. */
  readonly logPath: string;
  readonly script?: readonly RadioRule[];
  /**
   * Android's limit of parts in a sliding minute by SIM; above it Android asks the person, who refuses here:
   * LIMIT_EXCEEDED. Null (the default): no limit.
   */
  readonly partLimit?: number | null;
  readonly now?: () => number;
}

/** A delivery report that came from the network, whoever heard it. */
export interface NetworkReport {
  readonly attemptId: string;
  readonly part: number;
  readonly delivery: 'delivered' | 'undelivered';
}

export interface Radio extends RelayRadio {
  /** All rows that our package made, and all that came in. */
  folders(): { readonly sent: readonly SentRow[]; readonly inbox: readonly InboxRow[] };
  /** A text arrives at the phone. `isSilent` leaves out the broadcast: only the inbox has it. */
  receive(text: { from: string; body: string; sim?: number; smscAt?: number; isSilent?: boolean }): InboxRow;
  /** Adds rules before the ones it has. */
  script(rules: readonly RadioRule[]): void;
  /** Airplane mode: every submit ends in RADIO_OFF. */
  setAirplane(isOn: boolean): void;
  /** A SIM taken out: its submits end in SIM_ABSENT. */
  setSimPresent(sim: number, isPresent: boolean): void;
  /** The phone restarts: sent intents and delivery reports still to come are lost, the folders stay. */
  reboot(): void;
  /** Every delivery report so far, oldest first; not across restarts. */
  reports(): readonly NetworkReport[];
  /** How often Android asked the person whether the app may send so many. */
  timesAsked(): number;
  /** Every part submitted so far, oldest first, across restarts. */
  log(): readonly RadioLogLine[];
  /** Closes the log; nothing fires any more. */
  stop(): void;
}
