/** A list of texts as both doors take it, and the batch that it becomes. */
import { Type } from 'typebox';
import { BULK_ROW_PROBLEMS } from '../bulk-row-problems.ts';
import { BATCH_STATES, MESSAGE_STATES, MODES } from '../states.ts';
import { BULK_WARNING } from '../words/bulk.ts';
import { SendMessage } from './message.ts';
import { keyOf, list, nullable, oneOf, text, Time, type Shape } from './schema-kit.ts';

/** Rows of one request. */
export const MOST_ROWS = 10_000;

/** Any text: what is no number is a row that is left out, and does not take the list with it. */
const RowNumber = Type.String({ description: 'The number, in E.164 form.' });

const Row = Type.Union([
  RowNumber,
  Type.Object(
    {
      to: RowNumber,
      variables: Type.Optional(
        nullable(
          Type.Unsafe<Readonly<Record<string, unknown>>>({
            type: 'object',
            description: 'A text or a number for each {{name}} of the text.',
          }),
        ),
      ),
    },
    { additionalProperties: false },
  ),
]);

const { to: _to, text: _text, priority: _priority, ...options } = SendMessage.properties;

export const SendBulk = Type.Object(
  {
    recipients: Type.Immutable(
      Type.Array(Row, {
        minItems: 1,
        maxItems: MOST_ROWS,
        description: 'Numbers, or numbers with the values of their variables.',
        examples: [[{ to: '+9779812345678', variables: { name: 'Sita', due: 940 } }, '+9779812345679']],
      }),
    ),
    text: text(4096, {
      description: 'Each {{name}} is filled in from the variables of a row, once and as it is.',
      examples: ['Dear {{name}}, bill {{due}} is due.'],
    }),
    atomic: Type.Optional(Type.Boolean({ description: 'Take all rows, or none if one can not be sent.' })),
    ...options,
    priority: Type.Optional(
      Type.Union([Type.Literal('transactional'), Type.Literal('bulk')], {
        description: 'bulk unless told: it waits for the end of quiet hours, and urgent texts pass it.',
      }),
    ),
    ttl_seconds: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: 604_800,
        description: 'Unless told, until a day after the estimated finish.',
      }),
    ),
  },
  { additionalProperties: false },
);

const RejectedRow = Type.Object({
  index: Type.Integer({ description: 'The place in recipients, from 0.' }),
  to: Type.String({ description: 'As it came.' }),
  code: keyOf(BULK_ROW_PROBLEMS),
  message: Type.String(),
});

const Warning = Type.Object({ code: keyOf(BULK_WARNING), message: Type.String() });

const EstimatedFinish = nullable(
  Type.String({
    format: 'date-time',
    description: 'By what the phones may send and all that waits before it; null while no phone may send it.',
  }),
);

/** A batch that is on disk with all its messages. */
export const AcceptedBulk = Type.Object({
  ok: Type.Literal(true),
  batch_id: Type.String(),
  accepted: Type.Integer({ description: 'Rows that became messages.' }),
  rejected: list(RejectedRow),
  items: list(Type.Object({ index: Type.Integer(), to: Type.String(), request_id: Type.String() })),
  estimated_finish_at: EstimatedFinish,
  warnings: list(Warning),
});
export type AcceptedBulk = Shape<typeof AcceptedBulk>;

const count = Type.Integer();
const Counts = Type.Object({
  scheduled: count,
  queued: count,
  sending: count,
  sent: count,
  delivered: count,
  undelivered: count,
  failed: count,
  expired: count,
  cancelled: count,
  unknown: count,
});

export const Batch = Type.Object({
  batch_id: Type.String(),
  status: keyOf(BATCH_STATES),
  mode: oneOf(MODES),
  priority: oneOf(['transactional', 'bulk'] as const),
  text: Type.String({ description: 'As it was asked for, with its variables.' }),
  reference: nullable(Type.String()),
  accepted: Type.Integer({ description: 'Rows that became messages.' }),
  rejected: Type.Integer({ description: 'Rows that were left out.' }),
  parts: Type.Integer({ description: 'Of all its messages.' }),
  counts: Counts,
  created_at: Time,
  scheduled_at: nullable(Time),
  expires_at: Time,
  finished_at: nullable(
    Type.String({
      format: 'date-time',
      description: 'When none of its messages waited or was with a phone any more.',
    }),
  ),
  estimated_finish_at: EstimatedFinish,
});
export type Batch = Shape<typeof Batch>;

export const BatchAnswer = Type.Object({ ok: Type.Literal(true), ...Batch.properties });

export const BatchItem = Type.Object({
  index: Type.Integer({ description: 'The place in recipients, from 0.' }),
  request_id: Type.String(),
  to: Type.String(),
  status: keyOf(MESSAGE_STATES),
  parts: Type.Integer(),
  failure_code: nullable(Type.String()),
});
export type BatchItem = Shape<typeof BatchItem>;
