/** `content://sms` as one process of the app reads it: what changed since it asked last. */
import type { Radio } from '../radio/radio-types.ts';
import type { JsonObject } from './relay-jvm.ts';

const TYPE_INBOX = 1;
const TYPE_SENT = 2;
const TYPE_FAILED = 5;
const PACKAGE = 'app.relaydesk.relay';

export class SmsRows {
  readonly #radio: Radio;
  readonly #settled = new Set<number>();

  constructor(radio: Radio) {
    this.#radio = radio;
  }

  /** A text still under way has no row: Android writes it when the last part is settled. */
  changed(): JsonObject[] {
    const { sent, inbox } = this.#radio.folders();
    const rows: JsonObject[] = [];
    for (const row of sent) {
      if (row.state === 'pending' || this.#settled.has(row.id)) continue;
      this.#settled.add(row.id);
      rows.push({
        _id: row.id,
        address: row.to,
        body: row.text,
        type: row.state === 'sent' ? TYPE_SENT : TYPE_FAILED,
        sub_id: row.sim,
        creator: PACKAGE,
        error_code: row.error ?? 0,
      });
    }
    for (const row of inbox) {
      if (this.#settled.has(row.id)) continue;
      this.#settled.add(row.id);
      rows.push({
        _id: row.id,
        address: row.from,
        body: row.body,
        type: TYPE_INBOX,
        sub_id: row.sim,
        creator: 'com.android.mms',
        error_code: 0,
        date: row.receivedAt,
        date_sent: row.smscAt,
      });
    }
    return rows;
  }
}
