/** What Android keeps of a submit: the intents that it fires when radio and network answer. */

import type { RadioEvent, RadioSubmission } from '../../../electron/gateway/demo-phone/radio.ts';
import type { SettablePhoneClock } from '../relay/phone-clock.ts';
import { type Json, type JsonObject, wordOf } from './relay-jvm.ts';
import { deliverPdus, statusReportPdu } from './sms-pdu.ts';

/** An order for the app's process: a broadcast to one of its receivers. */
export interface ReceivedOrder {
  readonly what: 'fire' | 'sms';
  readonly fields: JsonObject;
}

interface Kept {
  readonly to: string;
  readonly parts: number;
  /** By the network's clock. */
  readonly submittedAt: number;
  readonly sent: readonly JsonObject[];
  readonly delivered: readonly JsonObject[];
  /** Parts that have a result; the last one names the row. */
  readonly answered: Set<number>;
}

const STATUS_DELIVERED = 0x00;
/** 3GPP TS 23.040, 9.2.3.15: not obtainable, given up. */
const STATUS_UNDELIVERED = 0x43;
const INTENT_DATA = /^relaydesk:sent\/([^/]+)\/1$/;

export class ResultIntents {
  readonly #clock: SettablePhoneClock;
  readonly #kept = new Map<string, Kept>();
  #reference = 0;

  constructor(clock: SettablePhoneClock) {
    this.#clock = clock;
  }

  /** Reads what SmsManager was called with and keeps its intents. */
  keep(question: JsonObject): RadioSubmission {
    const texts = list(question.parts).map(wordOf);
    const sent = list(question.sent).filter(isObject);
    const delivered = list(question.delivered).filter(isObject);
    const attemptId = INTENT_DATA.exec(decodeURIComponent(wordOf(sent[0]?.data)))?.[1];
    if (attemptId === undefined) throw new Error('a submit whose sent intent names no attempt');
    const to = wordOf(question.to);
    const submittedAt = this.#clock.network();
    this.#kept.set(attemptId, {
      to,
      parts: texts.length,
      submittedAt,
      sent,
      delivered,
      answered: new Set(),
    });
    return {
      attemptId,
      to,
      text: texts.join(''),
      parts: texts.length,
      sim: Number(question.sim),
      deliveryReport: delivered.length > 0,
    };
  }

  /** Null when there is nobody to tell: the intent died with a reboot or a force-stop. */
  orderFor(event: RadioEvent): ReceivedOrder | null {
    if (event.kind === 'inbound') {
      const { from, body, sim, smscAt } = event.text;
      this.#reference += 1;
      const pdus = deliverPdus({ from, body, smscAt, reference: this.#reference });
      return { what: 'sms', fields: { pdus, sim } };
    }
    const kept = this.#kept.get(event.attemptId);
    const intent = (event.kind === 'result' ? kept?.sent : kept?.delivered)?.[event.part - 1];
    if (kept === undefined || intent === undefined) return null;
    if (event.kind === 'result') {
      kept.answered.add(event.part);
      const isLast = kept.answered.size === kept.parts;
      const { result, error } = event;
      return { what: 'fire', fields: { ...intent, result, error, row: isLast ? event.row : null } };
    }
    this.#reference += 1;
    const pdu = statusReportPdu({
      recipient: kept.to,
      reference: this.#reference,
      submittedAt: kept.submittedAt,
      settledAt: this.#clock.network(),
      status: event.delivery === 'delivered' ? STATUS_DELIVERED : STATUS_UNDELIVERED,
    });
    return { what: 'fire', fields: { ...intent, result: -1, pdu } };
  }

  /** A status report as the network sends it, matched to the attempt's first part. */
  reportFor(attemptId: string, report: { recipient: string; status: number }): ReceivedOrder | null {
    const kept = this.#kept.get(attemptId);
    const intent = kept?.delivered[0];
    if (kept === undefined || intent === undefined) return null;
    const pdu = statusReportPdu({
      ...report,
      reference: 0,
      submittedAt: kept.submittedAt,
      settledAt: this.#clock.network(),
    });
    return { what: 'fire', fields: { ...intent, result: -1, pdu } };
  }

  forget(): void {
    this.#kept.clear();
  }
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
