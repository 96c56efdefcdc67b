import { Type } from 'typebox';
import { fieldProblem, invalidFields } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { InboxFilter } from '../../inbox/inbound-message.ts';
import { readLimit, readTime } from './answer-shapes.ts';

const Time = Type.String({ format: 'date-time' });
const Nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()]);

const EXAMPLE = {
  id: 'inb_01KB2Q0Z6V8J4N3T5W7Y9ABCDE',
  from: '+9779812345678',
  from_raw: '9812345678',
  text: 'Yes, table 4 please',
  parts: 1,
  device_id: 'dev_01KB2Q0Z6V8J4N3T5W7Y9ABCDG',
  device_name: 'Relay Device 1',
  sim_id: 'sim_01KB2Q0Z6V8J4N3T5W7Y9ABCDH',
  sim: 1,
  received_at: '2026-03-14T12:31:07.204Z',
  smsc_at: '2026-03-14T12:31:05.000Z',
  stored_at: '2026-03-14T12:31:07.311Z',
  request_id: 'req_01KB2Q0Z6V8J4N3T5W7Y9ABCDF',
  mode: 'live',
};

const fields = {
  id: Type.String(),
  from: Type.String({ description: 'The number in E.164 form; as it came where it is not a number.' }),
  from_raw: Type.String({ description: 'The sender as the network gave it.' }),
  text: Type.String(),
  parts: Type.Integer(),
  device_id: Type.String(),
  device_name: Type.String(),
  sim_id: Type.String(),
  sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
  received_at: Time,
  smsc_at: Nullable(Type.String({ format: 'date-time', description: 'The time of the network.' })),
  stored_at: Time,
  request_id: Nullable(
    Type.String({ description: 'The message it answers: the newest to this number in the last 30 days.' }),
  ),
  mode: Type.String(),
};

export const InboundItem = Type.Object(fields, { examples: [EXAMPLE] });

export const InboundAnswer = Type.Object(
  { ok: Type.Literal(true), ...fields },
  { examples: [{ ok: true, ...EXAMPLE }] },
);

export const InboundListAnswer = Type.Object(
  { ok: Type.Literal(true), items: Type.Array(InboundItem), next_cursor: Nullable(Type.String()) },
  { examples: [{ ok: true, items: [EXAMPLE], next_cursor: null }] },
);

export const ListInboxQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'The sender.' })),
    device: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: 'dev_… or the name of a phone.' }),
    ),
    sim: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'sim_… or the slot, 1 or 2.' }),
    ),
    since: Type.Optional(
      Type.String({ maxLength: 64, description: 'RFC 3339 with an offset; received at or after.' }),
    ),
    until: Type.Optional(
      Type.String({ maxLength: 64, description: 'RFC 3339 with an offset; received before.' }),
    ),
    q: Type.Optional(Type.String({ maxLength: 128, description: 'Part of the sender or of the text.' })),
    limit: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 200; 50 unless told.' })),
    cursor: Type.Optional(Type.String({ maxLength: 128, description: 'next_cursor of the page before.' })),
  },
  { additionalProperties: false },
);

export interface InboxListQuery {
  readonly from?: string;
  readonly device?: string;
  readonly sim?: string;
  readonly since?: string;
  readonly until?: string;
  readonly q?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/** Not the form of another list's cursor: a page of messages is no place in the inbox. */
export function encodeInboxCursor(seq: number): string {
  return Buffer.from(`i${seq}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const found = /^i(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (found === null) throw invalidFields([fieldProblem('cursor', sentence('field.bad_cursor'))]);
  return Number(found[1]);
}

/** The filter that a query string asks for. */
export function inboxFilterOf(query: InboxListQuery): InboxFilter {
  return {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.device === undefined ? {} : { device: query.device }),
    ...(query.sim === undefined ? {} : { sim: query.sim }),
    ...(query.since === undefined ? {} : { since: readTime('since', query.since) }),
    ...(query.until === undefined ? {} : { until: readTime('until', query.until) }),
    ...(query.q === undefined || query.q === '' ? {} : { q: query.q }),
    ...(query.cursor === undefined ? {} : { after: decodeCursor(query.cursor) }),
    limit: query.limit === undefined ? 50 : readLimit(query.limit),
  };
}
