/** Received texts, and the switch of each SIM. */
import { Type } from 'typebox';
import { InboundMessage, ListInboxQuery } from '../schemas/inbound-message.ts';
import { line, list, nullable, type Shape } from '../schemas/schema-kit.ts';

const InboxPage = Type.Object({
  ok: Type.Literal(true),
  items: list(InboundMessage),
  next_cursor: nullable(Type.String()),
});
export type InboxPage = Shape<typeof InboxPage>;

const InboxSwitched = Type.Object({
  ok: Type.Literal(true),
  sim_id: Type.String(),
  device_name: Type.String(),
  sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
  takes_texts: Type.Boolean(),
  told_phone: Type.Boolean({ description: 'False while the phone is away; it is told when it comes back.' }),
});

export const INBOX_ROUTES = {
  'GET /inbox': { querystring: ListInboxQuery, response: { 200: InboxPage } },
  'POST /inbox/switch': {
    body: Type.Object(
      {
        sim: line(160, {
          description: '`sim_…`, or the name of the phone and the slot as `NAME/1`.',
        }),
        on: Type.Boolean(),
      },
      { additionalProperties: false },
    ),
    response: { 200: InboxSwitched },
  },
} as const;
