import { Type } from 'typebox';
import { ERROR_CODES, type ErrorCode } from '../../../shared/error-codes.ts';
import { MESSAGE_STATES } from '../../../shared/states.ts';

const Time = Type.String({ format: 'date-time' });
const Nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);

export const MessageStatus = Type.String({
  enum: Object.keys(MESSAGE_STATES),
  description: 'The state of a message.',
});

export const SendMessageBody = Type.Object(
  {
    to: Type.String({ minLength: 1, maxLength: 64, description: 'The number, in E.164 form.' }),
    text: Type.String({ minLength: 1, maxLength: 4096 }),
    device: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'dev_… or the name of a phone.' }),
    ),
    sim: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 64 }), Type.Integer({ minimum: 1, maximum: 2 })], {
        description: 'sim_… or the slot, 1 or 2.',
      }),
    ),
    require_online: Type.Optional(Type.Boolean({ description: 'Refuse unless a phone can send it now.' })),
    priority: Type.Optional(Type.Union([Type.Literal('transactional'), Type.Literal('bulk')])),
    ttl_seconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 604_800 })),
    max_parts: Type.Optional(Type.Integer({ minimum: 1, maximum: 15 })),
    delivery_report: Type.Optional(Type.Boolean()),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
    metadata: Type.Optional(
      Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.String({ maxLength: 512 }), {
        maxProperties: 16,
      }),
    ),
    wait_seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 30 })),
  },
  { additionalProperties: false },
);

export const SendMessageAnswer = Type.Object({
  ok: Type.Literal(true),
  request_id: Type.String(),
  status: Type.String(),
  queued_at: Time,
  to: Type.String(),
  parts: Type.Integer(),
  encoding: Type.String(),
  mode: Type.String(),
});

const Failure = Type.Object({
  code: Type.String(),
  message: Type.String(),
  hint: Type.String(),
  detail: Type.Optional(Type.String()),
});
const WaitingAnswer = Type.Object({
  reason: Type.String(),
  since: Time,
  until: Nullable(Time),
  hint: Type.String(),
});
const AttemptAnswer = Type.Object({
  n: Type.Integer(),
  device_name: Type.String(),
  sim: Type.Integer(),
  started_at: Time,
  ended_at: Nullable(Time),
  outcome: Type.String(),
  code: Nullable(Type.String()),
  reason: Nullable(Type.String()),
});

export const MessageAnswer = Type.Object({
  ok: Type.Boolean(),
  request_id: Type.String(),
  status: MessageStatus,
  device_name: Nullable(Type.String()),
  attempts: Type.Integer(),
  to: Type.String(),
  text: Type.String(),
  parts: Type.Integer(),
  encoding: Type.String(),
  mode: Type.String(),
  priority: Type.String(),
  reference: Nullable(Type.String()),
  metadata: Nullable(Type.Record(Type.String(), Type.String())),
  created_at: Time,
  queued_at: Time,
  updated_at: Time,
  expires_at: Time,
  times: Type.Record(Type.String(), Nullable(Time)),
  cancel_requested: Type.Boolean(),
  may_have_left: Type.Boolean(),
  parts_sent: Type.Integer(),
  failure: Nullable(Failure),
  waiting: Nullable(WaitingAnswer),
  attempt_log: Type.Array(AttemptAnswer),
});

export const ListMessagesQuery = Type.Object(
  {
    status: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 10 })])),
    to: Type.Optional(Type.String({ maxLength: 64 })),
    device: Type.Optional(Type.String({ maxLength: 128 })),
    reference: Type.Optional(Type.String({ maxLength: 128 })),
    mode: Type.Optional(Type.Union([Type.Literal('live'), Type.Literal('test')])),
    q: Type.Optional(Type.String({ maxLength: 128 })),
    since: Type.Optional(
      Type.String({ maxLength: 64, description: 'RFC 3339 with an offset; created at or after.' }),
    ),
    until: Type.Optional(
      Type.String({ maxLength: 64, description: 'RFC 3339 with an offset; created before.' }),
    ),
    updated_since: Type.Optional(Type.String({ maxLength: 64 })),
    order: Type.Optional(Type.Union([Type.Literal('asc'), Type.Literal('desc')])),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 200; 50 unless told.' })),
    cursor: Type.Optional(Type.String({ maxLength: 128 })),
  },
  { additionalProperties: false },
);

export const ListAnswer = <S extends Parameters<typeof Type.Array>[0]>(item: S) =>
  Type.Object({ ok: Type.Literal(true), items: Type.Array(item), next_cursor: Nullable(Type.String()) });

export const DeviceAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  model: Type.String(),
  state: Type.String(),
  problems: Type.Array(Type.Object({ code: Type.String(), message: Type.String(), fix: Type.String() })),
  sims: Type.Array(
    Type.Object({
      id: Type.String(),
      slot: Type.Integer(),
      carrier: Nullable(Type.String()),
      number: Nullable(Type.String()),
      in_service: Type.Boolean(),
      signal: Nullable(Type.Integer()),
      takes_texts: Type.Boolean({ description: 'Whether received texts may leave the phone.' }),
    }),
  ),
  battery_percent: Nullable(Type.Integer()),
  charging: Nullable(Type.Boolean()),
  heartbeat_age_seconds: Nullable(Type.Integer()),
  sent_today: Type.Integer(),
  parts_left_this_minute: Nullable(Type.Integer()),
  mode: Type.String(),
});

const Rate = Type.Object({ sent: Type.Integer(), failed: Type.Integer() });
export const QueueAnswer = Type.Object({
  ok: Type.Literal(true),
  state: Type.String(),
  reason: Nullable(Type.String()),
  depth: Type.Object({ otp: Type.Integer(), transactional: Type.Integer(), bulk: Type.Integer() }),
  oldest_age_seconds: Nullable(Type.Integer()),
  in_flight: Type.Integer(),
  last_minute: Rate,
  last_hour: Rate,
  estimated_empty_at: Nullable(Time),
});

export const HealthAnswer = Type.Object({
  ok: Type.Literal(true),
  status: Type.String(),
  version: Type.String(),
  uptime_seconds: Type.Integer(),
});

const Check = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  message: Type.String(),
  fix: Nullable(Type.String()),
});
export const ReadyAnswer = Type.Object({
  ok: Type.Literal(true),
  status: Type.String(),
  mode: Type.Optional(Type.String()),
  checks: Type.Optional(Type.Array(Check)),
});

export const ErrorAnswer = Type.Object({
  ok: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    field: Type.Optional(Type.String()),
    details: Type.Optional(Type.Object({}, { additionalProperties: true })),
    docs: Type.String(),
  }),
  trace_id: Type.String(),
});

/** The error answers of a route, by status, each naming the codes that it can carry. */
export function errorAnswers(codes: readonly ErrorCode[]): Record<number, unknown> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERROR_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => [
      status,
      { ...ErrorAnswer, description: own.map((code) => `${code}: ${ERROR_CODES[code].when}`).join(' ') },
    ]),
  );
}
