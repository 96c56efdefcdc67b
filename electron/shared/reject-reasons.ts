import type { RetryCode } from './android-results.ts';
import type { FailureCode } from './failure-codes.ts';

/** Reasons that a phone says with `rejected`. */
export type RejectReason =
  | 'too_many_parts'
  | 'number_invalid'
  | 'cancelled'
  | 'expired'
  | 'duplicate_message'
  | 'paced'
  | 'clock'
  | 'permission_missing'
  | 'sim_changed'
  | 'ledger_full'
  | 'phone_error'
  | 'revoked'
  | 'too_old'
  | 'unpaired';

/** Rejects that the gateway concludes itself: the ledger has never seen it, or no byte of it was written. */
export type OwnReason = 'never_seen' | 'not_written';

/** Who takes nothing more for a while, and how long where the phone names no time itself (`retry_after_ms`). */
export interface Rest {
  readonly who: 'sim' | 'phone';
  readonly ms: number;
}

/** Why a phone that is linked and in service can not take messages: somebody has to look at it. */
export type PhoneTrouble = 'phone_full' | 'phone_error';

/** What a reject means. Each is proof that its own attempt submitted nothing. */
interface RejectFacts {
  /**
   * What becomes of the message: tried again, ended at once, or `adopt`: the phone holds an earlier attempt of the
   * same message, whose outcome counts.
   */
  readonly then: 'retry' | 'fail' | 'cancel' | 'expire' | 'adopt';
  /** Whether it uses up one of the tries of the message. */
  readonly isCounted: boolean;
  /** How long the message waits before it may go again; `growing` with the number of tries. */
  readonly retryAfterMs: number | 'growing';
  /** The failure that it names; null where it names none. */
  readonly failure: FailureCode | null;
  /** Null: nothing rests, the reason is the message's or the attempt's own. */
  readonly rests: Rest | null;
  /** The problem that the phone has then; null: none that somebody has to look at. */
  readonly trouble: PhoneTrouble | null;
}

const ends = (then: RejectFacts['then'], failure: FailureCode | null): RejectFacts => ({
  then,
  isCounted: true,
  retryAfterMs: 'growing',
  failure,
  rests: null,
  trouble: null,
});
/** Tried again later; uses up a try. */
const again = (rests: Rest | null, failure: FailureCode | null = null): RejectFacts => ({
  then: 'retry',
  isCounted: true,
  retryAfterMs: 'growing',
  failure,
  rests,
  trouble: null,
});
/** Tried again as if it had not been tried. */
const uncounted = (retryAfterMs: number, rests: Rest | null): RejectFacts => ({
  then: 'retry',
  isCounted: false,
  retryAfterMs,
  failure: null,
  rests,
  trouble: null,
});
/** Tried again later, uses up a try, and is a problem of the phone. */
const troubled = (trouble: PhoneTrouble): RejectFacts => ({ ...again(phone(60_000)), trouble });
const phone = (ms: number): Rest => ({ who: 'phone', ms });
const sim = (ms: number): Rest => ({ who: 'sim', ms });

/** A word without a row here does not compile. `tests/relay-link/reject-reasons.json` holds the same for both sides. */
export const REJECT_REASONS: Readonly<Record<RejectReason | OwnReason, RejectFacts>> = {
  /** It needs more parts than the message allows, or than the phone may send in a minute. */
  too_many_parts: ends('fail', 'text_too_long'),
  /** Android does not take the number or the text. */
  number_invalid: ends('fail', 'number_invalid'),
  /** A cancel won. */
  cancelled: ends('cancel', null),
  /** Its time was over on the phone. */
  expired: ends('expire', null),
  /** An earlier attempt of the message is not proven unsent there. */
  duplicate_message: ends('adopt', null),
  /** The minute of the phone is full; it says when there is room. */
  paced: uncounted(0, phone(5_000)),
  /** The phone does not know the gateway's time yet. */
  clock: uncounted(1_000, phone(1_000)),
  /** The app may not send texts. Its heartbeat tells of it within a minute, and then the phone is not ready. */
  permission_missing: again(phone(60_000), 'permission_missing'),
  /** The SIM that was named is not there. The phone says hello again with those that are. */
  sim_changed: again(sim(30_000)),
  /** The ledger has no room for another row. */
  ledger_full: troubled('phone_full'),
  /** The phone's disk is full, or a vendor's method threw. */
  phone_error: troubled('phone_error'),
  /** The attempt was given up before the phone got it. */
  revoked: again(null),
  /** The attempt is older than what the ledger remembers. */
  too_old: again(phone(5_000)),
  /** The phone was unpaired, or paired with another gateway, while it held the attempt. */
  unpaired: again(phone(5_000)),
  /** The ledger that it was offered to has never seen it, and now never will. */
  never_seen: uncounted(0, null),
  /** Claimed, and no byte was written to the phone. */
  not_written: uncounted(0, null),
};

/** A reason of a newer relay app: proof that nothing was sent, and no more is known of it. */
const UNNAMED = again(sim(5_000));

const byName: ReadonlyMap<string, RejectFacts> = new Map(Object.entries(REJECT_REASONS));

/** Reads the reason of a reject as it stands in a frame or a row. */
export function readRejectReason(reason: string | null): RejectFacts {
  return byName.get(reason ?? '') ?? UNNAMED;
}

/** What rests after the radio refused every part with a result that proves that nothing left. */
export const RADIO_RESTS: Readonly<Record<RetryCode, Rest>> = {
  no_service: sim(5_000),
  sim_absent: sim(5_000),
  radio_off: phone(5_000),
  /** Android counts by app: no SIM of the phone may send meanwhile. */
  os_limit: phone(60_000),
};
