/** What may be done with a message beside sending it, as both doors take and answer it. */
import { Type } from 'typebox';
import { TEXT_ENCODINGS } from '../parts.ts';
import { MODES, WAITING_REASONS } from '../states.ts';
import { list, nullable, oneOf, SPOKEN, Time, type Shape } from './schema-kit.ts';

/** An act without fields; one without a body is the same. */
export const NoFields = Type.Object({}, { additionalProperties: false });

export const CancelledMessage = Type.Object({
  ok: Type.Literal(true),
  request_id: Type.String(),
  status: oneOf(['cancelled', 'cancel_requested'] as const),
});
export type CancelledMessage = Shape<typeof CancelledMessage>;

export const ResendMessage = Type.Object(
  {
    accept_duplicate_risk: Type.Optional(
      Type.Boolean({ description: 'Send it again although it may have arrived.' }),
    ),
  },
  { additionalProperties: false },
);

/** What would become of a message that is not sent. */
export const MessagePreview = Type.Object({
  ok: Type.Literal(true),
  to: Type.String(),
  encoding: oneOf(TEXT_ENCODINGS),
  parts: Type.Integer(),
  mode: oneOf(MODES),
  route: nullable(
    Type.Object({
      device_id: Type.String(),
      device_name: Type.String(),
      sim_id: Type.String(),
      sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
    }),
  ),
  waiting: nullable(
    Type.Object({ reason: oneOf(WAITING_REASONS), until: nullable(Time), hint: Type.String() }),
  ),
  warnings: list(Type.Object(SPOKEN, { description: 'It can be sent, and this is worth knowing before.' })),
});
export type MessagePreview = Shape<typeof MessagePreview>;
