/** Messages as the operator lists, reads and sends them: of every client, in both modes. */
import { Type } from 'typebox';
import { AcceptedMessage, ListMessagesQuery, Message, SendMessage } from '../schemas/message.ts';
import { CancelledMessage, MessagePreview, ResendMessage } from '../schemas/message-actions.ts';
import { line, list, nullable, oneOf, SPOKEN, type Shape } from '../schemas/schema-kit.ts';
import { TEXT_ENCODINGS } from '../parts.ts';

/** What `POST /messages/rows` may ask for at once; more than any screen shows. */
const MAX_ROWS = 100;

const MessagePage = Type.Object({
  ok: Type.Literal(true),
  items: list(Message),
  next_cursor: nullable(Type.String()),
});
export type MessagePage = Shape<typeof MessagePage>;

/** How many parts a text is, and whether the number is one: told while somebody writes. */
const CountedText = Type.Object({
  ok: Type.Literal(true),
  to: nullable(Type.String({ description: 'The number in E.164 form.' })),
  encoding: oneOf(TEXT_ENCODINGS),
  parts: Type.Integer(),
  characters: Type.Integer(),
  per_part: Type.Integer(),
  remaining: Type.Integer(),
  error: Type.Optional(Type.Object(SPOKEN, { description: 'Why the number is none.' })),
});
export type CountedText = Shape<typeof CountedText>;

const MessageParams = Type.Object({ request_id: line(64) });

export const MESSAGE_ROUTES = {
  'GET /messages': { querystring: ListMessagesQuery, response: { 200: MessagePage } },
  'GET /messages/:request_id': {
    params: MessageParams,
    response: { 200: Type.Object({ ok: Type.Literal(true), ...Message.properties }) },
  },
  'POST /messages': { body: SendMessage, response: { 202: AcceptedMessage } },
  'POST /messages/:request_id/cancel': {
    params: MessageParams,
    response: { 200: CancelledMessage, 202: CancelledMessage },
  },
  'POST /messages/:request_id/resend': {
    params: MessageParams,
    body: ResendMessage,
    response: { 202: AcceptedMessage },
  },
  'POST /messages/preview': { body: SendMessage, response: { 200: MessagePreview } },
  'POST /messages/count': {
    body: Type.Object(
      { to: Type.Optional(Type.String({ maxLength: 64 })), text: Type.String({ maxLength: 4096 }) },
      { additionalProperties: false },
    ),
    response: { 200: CountedText },
  },
  'POST /messages/rows': {
    body: Type.Object(
      {
        ids: Type.Immutable(Type.Array(line(64), { maxItems: MAX_ROWS })),
      },
      { additionalProperties: false },
    ),
    response: { 200: Type.Object({ ok: Type.Literal(true), items: list(Message) }) },
  },
} as const;
