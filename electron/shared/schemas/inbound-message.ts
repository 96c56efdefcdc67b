/** A text that a phone received, as both doors list and answer it. */
import { Type } from 'typebox';
import { MODES } from '../states.ts';
import { line, nullable, oneOf, PageLimit, type Shape, Time } from './schema-kit.ts';

export const InboundMessage = Type.Object({
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
  smsc_at: nullable(Type.String({ format: 'date-time', description: 'The time of the network.' })),
  stored_at: Time,
  request_id: nullable(
    Type.String({ description: 'The message it answers: the newest to this number in the last 30 days.' }),
  ),
  mode: oneOf(MODES),
});
export type InboundMessage = Shape<typeof InboundMessage>;

export const ListInboxQuery = Type.Object(
  {
    from: Type.Optional(line(64, { description: 'The sender.' })),
    device: Type.Optional(line(128, { description: 'dev_… or the name of a phone.' })),
    sim: Type.Optional(line(64, { description: 'sim_… or the slot, 1 or 2.' })),
    since: Type.Optional(line(64, { description: 'RFC 3339 with an offset; received at or after.' })),
    until: Type.Optional(line(64, { description: 'RFC 3339 with an offset; received before.' })),
    q: Type.Optional(line(128, { description: 'Part of the sender or of the text.' })),
    limit: PageLimit,
    cursor: Type.Optional(line(128, { description: 'next_cursor of the page before.' })),
  },
  { additionalProperties: false },
);
export type ListInboxQuery = Shape<typeof ListInboxQuery>;
