/**
 * The frames of the relay link: one JSON object a line, UTF-8, LF, at most 64 KiB. `t` names the type.
 * Unknown fields are ignored. Times are whole milliseconds since 1970 in gateway time. The examples in
 * `tests/relay-link/` are read by this side's tests and by the relay's.
 */
import { Type, type Static, type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { PARTS_PER_MINUTE } from '../../shared/parts.ts';
import {
  AndroidInt,
  AttemptId,
  Count,
  isSeq,
  LedgerId,
  Level,
  Nullable,
  PartNumber,
  RestMs,
  Seq,
  Text,
  TimeDifferenceMs,
  TimeMs,
} from './frame-fields.ts';

export const LINK_VERSION = 1;
export const MINIMUM_LINK_VERSION = 1;
export const MAX_FRAME_BYTES = 64 * 1024;
/** A `query` names at most this many attempts, and a `ledger` holds at most this many entries. */
export const MAX_LEDGER_PAGE = 50;

export const SimFact = Type.Object({
  /** Android's subscription id. */
  id: AndroidInt,
  /** 1 or 2. */
  slot: Type.Integer({ minimum: 1, maximum: 8 }),
  carrier: Nullable(Type.String({ maxLength: 128 })),
  mcc_mnc: Nullable(Type.String({ maxLength: 8 })),
  number: Nullable(Type.String({ maxLength: 32 })),
});

const SimHealth = Type.Object({
  id: AndroidInt,
  in_service: Type.Boolean(),
  /** Android's level, 0 to 4. */
  signal: Nullable(Type.Integer({ minimum: 0, maximum: 4 })),
  operator: Nullable(Type.String({ maxLength: 128 })),
});

const ReportState = Type.Union([
  Type.Literal('accepted'),
  Type.Literal('rejected'),
  Type.Literal('submitting'),
  Type.Literal('sent'),
  Type.Literal('failed'),
  Type.Literal('delivered'),
  Type.Literal('undelivered'),
  Type.Literal('unknown'),
]);

export type { RejectReason } from '../../shared/reject-reasons.ts';

const EarlierAttempt = Type.Object({ attempt_id: AttemptId, state: Text(32) });

const PartEntry = Type.Object({
  /** 1-based. */
  n: PartNumber,
  /** What the radio said of it; null until it said something. */
  state: Nullable(Type.Union([Type.Literal('sent'), Type.Literal('failed')])),
  /** What the network's report said of it; null until one came. */
  delivery: Nullable(Type.Union([Type.Literal('delivered'), Type.Literal('undelivered')])),
  /** Android's result code: -1 is RESULT_OK. */
  result: Nullable(AndroidInt),
  error: Nullable(AndroidInt),
  at: Nullable(TimeMs),
});

export const LedgerEntry = Type.Object({
  attempt_id: AttemptId,
  request_id: Nullable(Text(64)),
  state: Type.Union([
    Type.Literal('never_seen'),
    Type.Literal('forgotten'),
    Type.Literal('accepted'),
    Type.Literal('submitting'),
    Type.Literal('sent'),
    Type.Literal('failed'),
    Type.Literal('rejected'),
    Type.Literal('unknown'),
  ]),
  reason: Type.Optional(Nullable(Text(64))),
  earlier: Type.Optional(Nullable(EarlierAttempt)),
  /** The phone's own part count. */
  parts: Type.Optional(Nullable(PartNumber)),
  part_results: Type.Optional(Type.Array(PartEntry, { maxItems: 255 })),
  /** The SIM that it was to go through. */
  sim_id: Type.Optional(Nullable(AndroidInt)),
  at: Type.Optional(Nullable(TimeMs)),
});

const Report = Type.Refine(
  Type.Object({
    t: Type.Literal('report'),
    session: Count,
    seq: Seq,
    attempt_id: AttemptId,
    state: ReportState,
    /** Which part (1-based) the report speaks of: sent, failed, delivered, undelivered. */
    part: Type.Optional(PartNumber),
    /** How many parts the phone counts. */
    parts: Type.Optional(PartNumber),
    result: Type.Optional(Nullable(AndroidInt)),
    error: Type.Optional(Nullable(AndroidInt)),
    reason: Type.Optional(Text(64)),
    retry_after_ms: Type.Optional(RestMs),
    earlier: Type.Optional(EarlierAttempt),
    at: TimeMs,
  }),
  ({ part, parts }) => part === undefined || parts === undefined || part <= parts,
  () => 'part is above parts',
);

/** Either side says it of a frame that it did not take; it is never answered. */
const ErrorFrame = Type.Object({
  t: Type.Literal('error'),
  session: Type.Optional(Count),
  code: Text(64),
  message: Type.Optional(Type.String({ maxLength: 1024 })),
  attempt_id: Type.Optional(AttemptId),
});

export const PhoneFrame = {
  pair: Type.Object({
    t: Type.Literal('pair'),
    v: Level,
    code: Text(128),
    ledger_id: LedgerId,
    android: Level,
    model: Text(128),
  }),
  hello: Type.Object({
    t: Type.Literal('hello'),
    v: Level,
    device_id: Text(64),
    token: Text(128),
    ledger_id: LedgerId,
    /** Newest attempt id in the ledger from this gateway. */
    newest_attempt_id: Nullable(AttemptId),
    /** Highest seq of ours that the gateway has acked. */
    acked_seq: Count,
    app_version: Text(64),
    /** API level. */
    android: Level,
    model: Text(128),
    boot_id: Text(64),
    sims: Type.Array(SimFact, { maxItems: 8 }),
  }),
  heartbeat: Type.Object({
    t: Type.Literal('heartbeat'),
    session: Count,
    battery_percent: Nullable(Type.Integer({ minimum: 0, maximum: 100 })),
    charging: Nullable(Type.Boolean()),
    sims: Type.Array(SimHealth, { maxItems: 8 }),
    /** Short permission names, such as SEND_SMS, and whether each is held. */
    permissions: Type.Record(Type.String({ pattern: '^[A-Z0-9_]{1,64}$' }), Type.Boolean(), {
      maxProperties: 64,
      additionalProperties: false,
    }),
    doze: Type.Boolean(),
    battery_optimised: Type.Boolean(),
    /** The phone's wall clock less gateway time. */
    clock_skew_ms: TimeDifferenceMs,
    ledger: Type.Object({ rows: Count, open: Count, unacked: Count }),
  }),
  report: Report,
  inbound: Type.Object({
    t: Type.Literal('inbound'),
    session: Count,
    seq: Seq,
    inbound_id: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    from: Text(64),
    body: Type.String({ maxLength: 16_384 }),
    sim_id: AndroidInt,
    received_at: TimeMs,
    parts: PartNumber,
    smsc_at: Nullable(TimeMs),
  }),
  ledger: Type.Object({
    t: Type.Literal('ledger'),
    session: Count,
    /** The `query_id` of the query; for the answer to `cancel` or to a known `send`, the attempt id. */
    query_id: Text(64),
    entries: Type.Array(LedgerEntry, { maxItems: MAX_LEDGER_PAGE }),
    more: Type.Boolean(),
    /** Of the one page that a `query` with `limit` asked for: where the next begins, as it is asked; null at the end. */
    next: Type.Optional(Nullable(Type.Object({ since: TimeMs, after: AttemptId }))),
  }),
  ping: Type.Object({ t: Type.Literal('ping'), session: Count }),
  pong: Type.Object({ t: Type.Literal('pong'), session: Count }),
  error: ErrorFrame,
} as const;

/** What the gateway sets on a phone: in `welcome`, and again whenever it changes. */
const LinkConfig = Type.Object({
  heartbeat_charging_seconds: Count,
  heartbeat_battery_seconds: Count,
  /** Null: the relay does not pace (load phones in load tests). */
  parts_per_minute: Nullable(Type.Integer(PARTS_PER_MINUTE)),
  inbox: Type.Object({
    /** Subscription ids whose texts may leave the phone. */
    sims: Type.Array(AndroidInt, { maxItems: 8 }),
    stop_words: Type.Array(Type.String({ maxLength: 32 }), { maxItems: 64 }),
  }),
});

export const GatewayFrame = {
  paired: Type.Object({
    t: Type.Literal('paired'),
    device_id: Text(64),
    /** 32 random bytes, base64url. */
    token: Text(128),
    gateway_id: Text(64),
  }),
  refused: Type.Object({
    t: Type.Literal('refused'),
    reason: Text(64),
    message: Type.String({ maxLength: 1024 }),
  }),
  welcome: Type.Object({
    t: Type.Literal('welcome'),
    v: Level,
    session: Count,
    time: TimeMs,
    /** Highest seq of this ledger that the gateway has stored. */
    last_seq: Count,
    config: LinkConfig,
  }),
  send: Type.Object({
    t: Type.Literal('send'),
    session: Count,
    attempt_id: AttemptId,
    request_id: Text(64),
    to: Text(32),
    text: Type.String({ minLength: 1, maxLength: 16_384 }),
    sim: Type.Object({ id: AndroidInt, mcc_mnc: Nullable(Type.String({ maxLength: 8 })) }),
    max_parts: PartNumber,
    delivery_report: Type.Boolean(),
    sensitive: Type.Boolean(),
    /** The message's own expiry, in gateway time; never a lease. */
    not_after: TimeMs,
  }),
  cancel: Type.Object({ t: Type.Literal('cancel'), session: Count, attempt_id: AttemptId }),
  ack: Type.Object({ t: Type.Literal('ack'), session: Count, ledger_id: LedgerId, seq: Count }),
  query: Type.Object({
    t: Type.Literal('query'),
    session: Count,
    query_id: Text(64),
    attempt_ids: Type.Optional(Type.Array(AttemptId, { maxItems: MAX_LEDGER_PAGE })),
    /** List everything since this gateway time instead. */
    since: Type.Optional(TimeMs),
    /** Of the list, one page of at most so many entries, in the order of their last changes. */
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LEDGER_PAGE })),
    /** Of what changed at `since` itself, only ids above this one. */
    after: Type.Optional(AttemptId),
  }),
  ping: Type.Object({ t: Type.Literal('ping'), session: Count, time: TimeMs }),
  pong: Type.Object({ t: Type.Literal('pong'), session: Count, time: TimeMs }),
  config: Type.Object({
    t: Type.Literal('config'),
    session: Count,
    config: LinkConfig,
  }),
  unpair: Type.Object({ t: Type.Literal('unpair'), session: Count, wipe_ledger: Type.Boolean() }),
  error: ErrorFrame,
} as const;

type FrameOf<T extends Record<string, TSchema>> = { [K in keyof T]: Static<T[K]> };
export type PhoneFrames = FrameOf<typeof PhoneFrame>;
export type GatewayFrames = FrameOf<typeof GatewayFrame>;
export type AnyPhoneFrame = PhoneFrames[keyof PhoneFrames];
export type AnyGatewayFrame = GatewayFrames[keyof GatewayFrames];
export type SimFact = Static<typeof SimFact>;
type SimHealth = Static<typeof SimHealth>;
export type LedgerEntry = Static<typeof LedgerEntry>;
export type LinkConfig = Static<typeof LinkConfig>;

/** What a line of the link turned out to be. `cut` means that the connection must be closed. */
type ParsedFrame<F> =
  | { readonly kind: 'frame'; readonly frame: F }
  | { readonly kind: 'unknown_type'; readonly type: string }
  | {
      readonly kind: 'bad_fields';
      readonly type: string;
      readonly seq: number;
      readonly raw: string;
      readonly detail: string;
    }
  | { readonly kind: 'cut'; readonly why: string };

type Checkers = ReadonlyMap<string, Validator>;
const compileAll = (schemas: Record<string, TSchema>): Checkers =>
  new Map(Object.entries(schemas).map(([name, schema]): [string, Validator] => [name, Compile(schema)]));

const phoneCheckers = compileAll(PhoneFrame);
const gatewayCheckers = compileAll(GatewayFrame);

function parseLine<F>(line: string, checkers: Checkers): ParsedFrame<F> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'cut', why: 'a line is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'cut', why: 'a line is not a JSON object' };
  }
  const type: unknown = Reflect.get(value, 't');
  if (typeof type !== 'string') return { kind: 'cut', why: 'a frame has no type' };
  const checker = checkers.get(type);
  if (checker === undefined) return { kind: 'unknown_type', type };
  if (checker.Check(value)) return { kind: 'frame', frame: value as F };
  const seq: unknown = Reflect.get(value, 'seq');
  const isSequenced = type === 'report' || type === 'inbound';
  if (isSequenced && isSeq(seq)) {
    const first = checker.Errors(value)[0];
    return {
      kind: 'bad_fields',
      type,
      seq,
      raw: line,
      detail: first === undefined ? 'unknown' : `${first.instancePath} ${first.message}`,
    };
  }
  return { kind: 'cut', why: `a ${type} frame has wrong fields` };
}

/** Reads one line that came from a phone. */
export function parsePhoneFrame(line: string): ParsedFrame<AnyPhoneFrame> {
  return parseLine<AnyPhoneFrame>(line, phoneCheckers);
}

/** Reads one line that came from a gateway. */
export function parseGatewayFrame(line: string): ParsedFrame<AnyGatewayFrame> {
  return parseLine<AnyGatewayFrame>(line, gatewayCheckers);
}

/** One line, with its LF. */
export function encodeFrame(frame: AnyPhoneFrame | AnyGatewayFrame): string {
  return `${JSON.stringify(frame)}\n`;
}
