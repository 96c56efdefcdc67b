/** What the first screen shows. */
import { Type } from 'typebox';
import { Message } from '../schemas/message.ts';
import { Queue } from '../schemas/queue.ts';
import { list, nullable, Time, type Shape } from '../schemas/schema-kit.ts';
import { ConsoleDevice } from './devices.ts';

const Overview = Type.Object({
  ok: Type.Literal(true),
  queue: Queue,
  damage: nullable(
    Type.Object(
      { path: Type.String(), backup: nullable(Type.String()) },
      { description: 'The database file that is damaged, and the newest copy beside it.' },
    ),
  ),
  devices: list(ConsoleDevice),
  failures: Type.Immutable(
    Type.Array(Message, { description: 'The newest that failed, did not arrive or have an unknown end.' }),
  ),
  counts: Type.Object({ messages_today: Type.Integer({ description: 'Since midnight of this computer.' }) }),
});
export type Overview = Shape<typeof Overview>;

const GatewayClock = Type.Object({ ok: Type.Literal(true), now: Time });

export const OVERVIEW_ROUTES = {
  'GET /overview': { response: { 200: Overview } },
  'GET /clock': { response: { 200: GatewayClock } },
} as const;
