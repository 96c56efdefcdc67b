import { Type, type TSchema } from 'typebox';
import { Message, SendMessage } from '../../../shared/schemas/message.ts';
import { Queue } from '../../../shared/schemas/queue.ts';
import { list, nullable, SPOKEN } from '../../../shared/schemas/schema-kit.ts';

/** A message as an answer of its own, and as a row of a list. */
export const MessageAnswer = Type.Object({ ok: Type.Literal(true), ...Message.properties });

export const SendMessageBody = Type.Object(
  { ...SendMessage.properties, wait_seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 30 })) },
  { additionalProperties: false },
);

export const ListAnswer = <S extends TSchema>(item: S) =>
  Type.Object({ ok: Type.Literal(true), items: list(item), next_cursor: nullable(Type.String()) });

export const QueueAnswer = Type.Object({ ok: Type.Literal(true), ...Queue.properties });

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: 'Make it from your own order number: the same key never acts twice.' }),
  ),
});

export const HealthAnswer = Type.Object({
  ok: Type.Literal(true),
  status: Type.String(),
  version: Type.String(),
  uptime_seconds: Type.Integer(),
  storage: Type.String({
    description: '`ok`, or why nothing new is taken: `storage_low`, `storage_damaged`, `storage_lost`.',
  }),
});

const Check = Type.Object({
  name: Type.String(),
  ok: Type.Boolean(),
  ...SPOKEN,
});
export const ReadyAnswer = Type.Object({
  ok: Type.Literal(true),
  status: Type.String(),
  mode: Type.Optional(Type.String()),
  checks: Type.Optional(list(Check)),
});
