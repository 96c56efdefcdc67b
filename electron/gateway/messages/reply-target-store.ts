import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';
import { HAS_RECIPIENT } from './message-row.ts';

/** Which message a number can be answering. */
interface ReplyTargetStore {
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

interface Question {
  readonly recipient: string;
  readonly mode: Mode;
  readonly since: number;
  readonly until: number;
  readonly deviceId: string;
}

/** Fewer digits from the right say nothing. The relay compares this many, so what it lets through may still be none. */
const FEWEST_DIGITS = 7;
/** Of these newest messages to one number the phone's own is chosen; it bounds the work for a much-texted number. */
const CANDIDATES = 100;
/** And those are among so many newest, whatever became of the others. */
const WITHIN = 5_000;
/** Numbers of ours with the same last digits that are looked at. */
const NUMBERS = 20;

/** A message that may have left a phone: one that waits, or was refused before the radio, can not be answered. */
const MAY_HAVE_LEFT =
  "(state IN ('sending','sent','delivered','undelivered','unknown') OR parts_sent > 0 OR may_have_left = 1)";

export function createReplyTargetStore(db: Database): ReplyTargetStore {
  const newest = db.prepare<[Question], Found & { readonly isSamePhone: number }>(
    `SELECT request_id, client_id,
       EXISTS (SELECT 1 FROM attempts a WHERE a.message_seq = m.seq AND a.device_id = @deviceId) AS isSamePhone
     FROM (SELECT seq, request_id, client_id, mode, updated_at, created_at, state, parts_sent, may_have_left
       FROM messages WHERE ${HAS_RECIPIENT} ORDER BY seq DESC LIMIT ${WITHIN}) AS m
     WHERE mode = @mode AND updated_at >= @since AND created_at <= @until AND ${MAY_HAVE_LEFT} LIMIT ${CANDIDATES}`,
  );
  const next = db.prepare<[string, string], { recipient: string }>(
    'SELECT recipient FROM messages WHERE substr(recipient, -7) = ? AND recipient > ? ORDER BY recipient LIMIT 1',
  );

  /** The newest that may be meant, one of the same phone before any other. */
  function newestOf(question: Question): Found | undefined {
    const candidates = newest.all(question);
    return candidates.find(({ isSamePhone }) => isSamePhone === 1) ?? candidates[0];
  }

  /** The numbers of ours that end in these digits; each is one step in the index, however often it was texted. */
  function numbersEndingIn(digits: string): readonly string[] {
    const tail = digits.slice(-FEWEST_DIGITS);
    const numbers: string[] = [];
    let last = '';
    for (let seen = 0; seen < NUMBERS; seen += 1) {
      const found = next.get(tail, last)?.recipient;
      if (found === undefined) break;
      last = found;
      if (found.endsWith(digits)) numbers.push(found);
    }
    return numbers;
  }

  return {
    newestTo: ({ e164, raw }, about) => {
      if (e164 !== null) return answeredBy(newestOf({ ...about, recipient: e164 }));
      const digits = raw.replace(/\D/g, '').replace(/^0+/, '');
      if (digits.length < FEWEST_DIGITS) return undefined;
      const found = numbersEndingIn(digits).flatMap((recipient) => newestOf({ ...about, recipient }) ?? []);
      return found.length === 1 ? answeredBy(found[0]) : undefined;
    },
  };
}

const answeredBy = (found: Found | undefined) =>
  found === undefined ? undefined : { requestId: found.request_id, clientId: found.client_id };
