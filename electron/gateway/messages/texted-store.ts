import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

/** Which message a number can be answering. */
export interface TextedStore {
  /**
   * The newest message that left for this number in the time given, one of the same phone before any other.
   * A number that did not parse is compared as the phone compares it: by its last seven digits.
   */
  readonly newestTo: (
    sender: { readonly e164: string | null; readonly raw: string },
    about: {
      readonly mode: Mode;
      readonly deviceId: string;
      /** It was still moving then; counted so, a message that waited long is no older than the phone thinks. */
      readonly since: number;
      /** It was accepted by then. */
      readonly until: number;
    },
  ) => { readonly requestId: string; readonly clientId: string } | undefined;
}

interface Found {
  readonly request_id: string;
  readonly client_id: string;
}

type Values = [key: string, mode: string, since: number, until: number, deviceId: string];

/** The same number is compared on this many digits by the relay. */
const COMPARED_DIGITS = 7;
/** Of these newest messages to one number the phone's own is chosen; it bounds the work for a much-texted number. */
const CANDIDATES = 100;

/** A message that may have left a phone: one that waits, or was refused before the radio, can not be answered. */
const MAY_HAVE_LEFT =
  "(state IN ('sending','sent','delivered','undelivered','unknown') OR parts_sent > 0 OR may_have_left = 1)";

const chosenFrom = (candidates: string): string =>
  `SELECT request_id, client_id FROM (${candidates}) AS m
   ORDER BY EXISTS (SELECT 1 FROM attempts a WHERE a.message_seq = m.seq AND a.device_id = ?) DESC, m.seq DESC
   LIMIT 1`;

export function createTextedStore(db: Database): TextedStore {
  const byNumber = db.prepare<Values, Found>(
    chosenFrom(
      `SELECT seq, request_id, client_id FROM messages
       WHERE recipient = ? AND mode = ? AND updated_at >= ? AND created_at <= ? AND ${MAY_HAVE_LEFT}
       ORDER BY seq DESC LIMIT ${CANDIDATES}`,
    ),
  );
  // Reads the index of recipients, not the rows: a sender without a country is rare, a second index on every
  // accepted message would be paid by all.
  const byTail = db.prepare<Values, Found>(
    chosenFrom(
      `SELECT seq, request_id, client_id FROM messages
       WHERE seq IN (SELECT seq FROM messages INDEXED BY messages_recipient WHERE substr(recipient, -${COMPARED_DIGITS}) = ?)
         AND mode = ? AND updated_at >= ? AND created_at <= ? AND ${MAY_HAVE_LEFT}
       ORDER BY seq DESC LIMIT ${CANDIDATES}`,
    ),
  );
  return {
    newestTo: (sender, about) => {
      const tail = sender.raw.replace(/\D/g, '').slice(-COMPARED_DIGITS);
      if (sender.e164 === null && tail.length < COMPARED_DIGITS) return undefined;
      const statement = sender.e164 === null ? byTail : byNumber;
      const found = statement.get(sender.e164 ?? tail, about.mode, about.since, about.until, about.deviceId);
      return found === undefined ? undefined : { requestId: found.request_id, clientId: found.client_id };
    },
  };
}
