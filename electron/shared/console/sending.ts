/** What the operator sets for sending: quiet hours, the pace of new phones, and when failures hold the queue. */
import { Type } from 'typebox';
import type { Shape } from '../schemas/schema-kit.ts';

const TimeOfDay = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'Such as 20:00, by the wall clock of the workspace.',
});

const QuietHours = Type.Object(
  {
    on: Type.Boolean(),
    from: TimeOfDay,
    to: Type.String({ ...TimeOfDay, description: 'Over midnight when it is before `from`.' }),
  },
  { additionalProperties: false, description: 'When bulk messages wait.' },
);

const PartsPerMinute = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description: 'For phones that are paired from now on.',
});

const FailureLimit = Type.Integer({
  minimum: 0,
  maximum: 10_000,
  description: 'Messages that may fail in a row before the queue waits; 0: any number.',
});

const SendingSettings = Type.Object({
  ok: Type.Literal(true),
  quiet_hours: QuietHours,
  time_zone: Type.String(),
  parts_per_minute: PartsPerMinute,
  failure_limit: FailureLimit,
});
export type SendingSettings = Shape<typeof SendingSettings>;

/** What is left out stays as it is. */
const ChangeSending = Type.Object(
  {
    quiet_hours: Type.Optional(QuietHours),
    parts_per_minute: Type.Optional(PartsPerMinute),
    failure_limit: Type.Optional(FailureLimit),
  },
  { additionalProperties: false },
);
export type ChangeSending = Shape<typeof ChangeSending>;

export const SENDING_ROUTES = {
  'GET /settings/sending': { response: { 200: SendingSettings } },
  'POST /settings/sending': { body: ChangeSending, response: { 200: SendingSettings } },
} as const;
