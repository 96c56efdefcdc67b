import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

/** Which message a number can be answering. */
export interface ReplyTargetStore {
  /**
   * The newest message that left for this number in the time given, one of the same phone before any other.
   * A number that did not parse is compared by all its digits from the right, seven at least; where two numbers of ours
   * end so, nobody's answer is given to somebody else.
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

type Values = [recipient: string, mode: string, since: number, until: number, deviceId: string];

/** Fewer digits from the right say nothing. The relay compares this many, so what it lets through may still be none. */
const FEWEST_DIGITS = 7;
/** Of these newest messages to one number the phone's own is chosen; it bounds the work for a much-texted number. */
const CANDIDATES = 100;

/** A message that may have left a phone: one that waits, or was refused before the radio, can not be answered. */
const MAY_HAVE_LEFT =
  "(state IN ('sending','sent','delivered','undelivered','unknown') OR parts_sent > 0 OR may_have_left = 1)";

const chosenFrom = (candidates: string): string =>
  `SELECT request_id, client_id FROM (${candidates}) AS m
   ORDER BY EXISTS (SELECT 1 FROM attempts a WHERE a.message_seq = m.seq AND a.device_id = ?) DESC, m.seq DESC
   LIMIT 1`;

export function createReplyTargetStore(db: Database): ReplyTargetStore {
  const byNumber = db.prepare<Values, Found>(
    chosenFrom(
      `SELECT seq, request_id, client_id FROM messages
       WHERE recipient = ? AND mode = ? AND updated_at >= ? AND created_at <= ? AND ${MAY_HAVE_LEFT}
       ORDER BY seq DESC LIMIT ${CANDIDATES}`,
    ),
  );
  // Reads the index of recipients, not the rows: a sender without a country is rare, a second index on every
  // accepted message would be paid by all.
  const endingIn = db.prepare<
    [from: number, tail: string, mode: string, since: number, until: number],
    { recipient: string }
  >(
    `SELECT DISTINCT recipient FROM messages
     WHERE seq IN (SELECT seq FROM messages INDEXED BY messages_recipient WHERE substr(recipient, ?) = ?)
       AND mode = ? AND updated_at >= ? AND created_at <= ? AND ${MAY_HAVE_LEFT} LIMIT 2`,
  );
  return {
    newestTo: (sender, about) => {
      const { mode, since, until, deviceId } = about;
      let number = sender.e164;
      if (number === null) {
        const tail = sender.raw.replace(/\D/g, '').replace(/^0+/, '');
        if (tail.length < FEWEST_DIGITS) return undefined;
        const found = endingIn.all(-tail.length, tail, mode, since, until);
        if (found.length !== 1) return undefined;
        number = found[0]?.recipient ?? '';
      }
      const message = byNumber.get(number, mode, since, until, deviceId);
      return message === undefined
        ? undefined
        : { requestId: message.request_id, clientId: message.client_id };
    },
  };
}
