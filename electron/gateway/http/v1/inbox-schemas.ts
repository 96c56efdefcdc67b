import { Type } from 'typebox';
import { InboundMessage } from '../../../shared/schemas/inbound-message.ts';
import { list, nullable } from '../../../shared/schemas/schema-kit.ts';

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
