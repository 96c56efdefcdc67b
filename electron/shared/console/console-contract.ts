/**
 * Everything that the screens may ask of the gateway under `/console`, by method and path: what is asked, and what is
 * answered. Routes validate and serialise with these schemas; the screens take their types from them.
 */
import type { TSchema } from 'typebox';
import type { Shape } from '../schemas/schema-kit.ts';
import { BACKUP_ROUTES } from './backups.ts';
import { BULK_ROUTES } from './bulk.ts';
import { DEVICE_ROUTES } from './devices.ts';
import { INBOX_ROUTES } from './inbox.ts';
import { MESSAGE_ROUTES } from './messages.ts';
import { OVERVIEW_ROUTES } from './overview.ts';
import { PROVISIONING_ROUTES } from './provisioning.ts';
import { QUEUE_ROUTES } from './queue.ts';
import { ROUTING_ROUTES } from './routing.ts';
import { SENDING_ROUTES } from './sending.ts';
import { SESSION_ROUTES } from './session.ts';
import { TOKEN_ROUTES } from './tokens.ts';

export const CONSOLE_ROUTES = {
  ...SESSION_ROUTES,
  ...OVERVIEW_ROUTES,
  ...DEVICE_ROUTES,
  ...PROVISIONING_ROUTES,
  ...MESSAGE_ROUTES,
  ...BULK_ROUTES,
  ...INBOX_ROUTES,
  ...QUEUE_ROUTES,
  ...SENDING_ROUTES,
  ...ROUTING_ROUTES,
  ...TOKEN_ROUTES,
  ...BACKUP_ROUTES,
};

type Routes = typeof CONSOLE_ROUTES;

/** Method and path, such as `GET /messages/:request_id`. */
export type ConsoleRoute = keyof Routes;

type Asked<Part, Name extends string> = Part extends TSchema ? Readonly<Record<Name, Shape<Part>>> : unknown;

/** What a route must be asked with: whichever of `params`, `query` and `body` it has. */
export type ConsoleQuestion<R extends ConsoleRoute> = Asked<PartOf<R, 'params'>, 'params'> &
  Asked<PartOf<R, 'querystring'>, 'query'> &
  Asked<PartOf<R, 'body'>, 'body'>;

type PartOf<R extends ConsoleRoute, Name extends string> =
  Routes[R] extends Readonly<Record<Name, infer Part>> ? Part : undefined;

type AnswerSchema<R extends ConsoleRoute> = Routes[R]['response'][keyof Routes[R]['response']];

/** What a route answers when it does not refuse. */
export type ConsoleAnswer<R extends ConsoleRoute> =
  AnswerSchema<R> extends TSchema ? Shape<AnswerSchema<R>> : never;
