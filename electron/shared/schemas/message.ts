/** A message as both doors take, list and answer it. */
import { Type } from 'typebox';
import { MOST_PARTS, TEXT_ENCODINGS } from '../parts.ts';
import { ATTEMPT_STATES, MESSAGE_STATES, MODES, PRIORITIES, WAITING_REASONS } from '../states.ts';
import { FAILURE } from '../words/failures.ts';
import {
  dictionary,
  keyOf,
  line,
  list,
  nullable,
  oneOf,
  PageLimit,
  type Shape,
  text,
  Time,
} from './schema-kit.ts';

const Failure = Type.Object({
  code: keyOf(FAILURE),
  message: Type.String(),
  hint: Type.String(),
  detail: Type.Optional(Type.String()),
});

const Waiting = Type.Object({
  reason: oneOf(WAITING_REASONS),
  since: Time,
  until: nullable(Time),
  hint: Type.String(),
});
export type Waiting = Shape<typeof Waiting>;

const Attempt = Type.Object({
  n: Type.Integer(),
  device_name: Type.String(),
  sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
  started_at: Time,
  ended_at: nullable(Time),
  outcome: keyOf(ATTEMPT_STATES),
  code: nullable(Type.String()),
  reason: nullable(Type.String()),
});
export type Attempt = Shape<typeof Attempt>;

export const Message = Type.Object({
  request_id: Type.String(),
  status: keyOf(MESSAGE_STATES),
  device_name: nullable(Type.String()),
  attempts: Type.Integer(),
  to: Type.String(),
  text: Type.String(),
  parts: Type.Integer(),
  encoding: oneOf(TEXT_ENCODINGS),
  mode: oneOf(MODES),
  priority: oneOf(PRIORITIES),
  reference: nullable(Type.String()),
  metadata: nullable(Type.Object({}, { additionalProperties: Type.String() })),
  created_at: Time,
  queued_at: Time,
  updated_at: Time,
  expires_at: Time,
  scheduled_at: nullable(Time),
  resend_of: nullable(Type.String({ description: 'The message that this one sends again.' })),
  batch_id: nullable(Type.String({ description: 'The batch that it belongs to.' })),
  times: Type.Record(Type.String(), nullable(Time)),
  cancel_requested: Type.Boolean(),
  may_have_left: Type.Boolean(),
  parts_sent: Type.Integer(),
  failure: nullable(Failure),
  waiting: nullable(Waiting),
  attempt_log: list(Attempt),
});
export type Message = Shape<typeof Message>;

/** What is asked for when a text is sent. */
export const SendMessage = Type.Object(
  {
    to: line(64, { description: 'The number, in E.164 form.' }),
    text: text(4096, {
      description: 'Well-formed Unicode with something to read in it; it is sent in the composed form, NFC.',
    }),
    device: Type.Optional(line(128, { description: 'dev_… or the name of a phone.' })),
    sim: Type.Optional(
      Type.Union([line(64), Type.Integer({ minimum: 1, maximum: 2 })], {
        description: 'sim_… or the slot, 1 or 2, also as "1".',
      }),
    ),
    require_online: Type.Optional(Type.Boolean({ description: 'Refuse unless a phone can send it now.' })),
    priority: Type.Optional(Type.Union([Type.Literal('transactional'), Type.Literal('bulk')])),
    scheduled_at: Type.Optional(line(64, { description: 'RFC 3339 with an offset; at most a year ahead.' })),
    ttl_seconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 604_800,
        description: 'Counted from scheduled_at where that is given.',
      }),
    ),
    max_parts: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_PARTS })),
    delivery_report: Type.Optional(Type.Boolean()),
    reference: Type.Optional(line(128)),
    metadata: Type.Optional(
      dictionary({
        entries: 16,
        name: 64,
        value: 512,
        description: 'Up to 16 strings of one line, each of at most 512 characters; names have 1 to 64.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** A text that is on disk. */
export const AcceptedMessage = Type.Object({
  ok: Type.Literal(true),
  request_id: Type.String(),
  status: keyOf(MESSAGE_STATES),
  queued_at: Time,
  scheduled_at: Type.Optional(Time),
  resend_of: Type.Optional(Type.String()),
  to: Type.String(),
  parts: Type.Integer(),
  encoding: oneOf(TEXT_ENCODINGS),
  mode: oneOf(MODES),
});
export type AcceptedMessage = Shape<typeof AcceptedMessage>;

export const ListMessagesQuery = Type.Object(
  {
    status: Type.Optional(Type.Union([line(32), Type.Array(line(32), { maxItems: 10 })])),
    to: Type.Optional(line(64)),
    device: Type.Optional(line(128)),
    reference: Type.Optional(line(128)),
    batch_id: Type.Optional(line(64)),
    mode: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('test')])),
    q: Type.Optional(line(128)),
    since: Type.Optional(line(64, { description: 'RFC 3339 with an offset; created at or after.' })),
    until: Type.Optional(line(64, { description: 'RFC 3339 with an offset; created before.' })),
    updated_since: Type.Optional(line(64)),
    order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
    limit: PageLimit,
    cursor: Type.Optional(line(128)),
  },
  { additionalProperties: false },
);
export type ListMessagesQuery = Shape<typeof ListMessagesQuery>;
