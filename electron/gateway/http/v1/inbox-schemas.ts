import { Type } from 'typebox';
import { fieldProblem, invalidFields } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import { InboundMessage, type ListInboxQuery } from '../../../shared/schemas/inbound-message.ts';
import { list, nullable } from '../../../shared/schemas/schema-kit.ts';
import type { InboxFilter } from '../../inbox/inbound-message.ts';
import { readLimit, readTime } from './answer-shapes.ts';

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

const InboundItem = Type.Object(InboundMessage.properties, { examples: [EXAMPLE] });

export const InboundAnswer = Type.Object(
  { ok: Type.Literal(true), ...InboundMessage.properties },
  { examples: [{ ok: true, ...EXAMPLE }] },
);

export const InboundListAnswer = Type.Object(
  { ok: Type.Literal(true), items: list(InboundItem), next_cursor: nullable(Type.String()) },
  { examples: [{ ok: true, items: [EXAMPLE], next_cursor: null }] },
);

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
export function inboxFilterOf(query: ListInboxQuery): InboxFilter {
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
