import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { ListInboxQuery } from '../../../shared/schemas/inbound-message.ts';
import { line } from '../../../shared/schemas/schema-kit.ts';
import type { Caller } from '../../access/access-service.ts';
import type { InboxReader } from '../../inbox/inbox-service.ts';
import type { HttpDeps } from '../http-deps.ts';
import { inboxAnswer, inboxFilterOf } from '../inbox-shapes.ts';
import { InboundAnswer, InboundListAnswer } from './inbox-schemas.ts';
import { errorAnswers, READ_ERRORS } from './error-answers.ts';
import { callerOf } from './token-auth.ts';

const SCOPES = { scope: 'inbox:read', widerScope: 'inbox:read_all' } as const;

function readerOf(caller: Caller): InboxReader {
  return {
    clientId: caller.clientId,
    mode: caller.mode,
    mayReadAll: caller.scopes.has('inbox:read_all'),
  };
}

export function inboxRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get(
      '/inbox',
      {
        config: SCOPES,
        schema: {
          summary: 'List received texts',
          description:
            'Newest first: replies to your own texts; with inbox:read_all every text that was taken in. Off until ' +
            'the operator switches a SIM on, and then only texts from numbers texted in the last 30 days and STOP ' +
            'words leave the phone.',
          tags: ['Inbox'],
          querystring: ListInboxQuery,
          response: { 200: InboundListAnswer, ...errorAnswers(READ_ERRORS) },
        },
      },
      async (request) =>
        inboxAnswer(await deps.inbox.list(inboxFilterOf(request.query), readerOf(callerOf(request)))),
    );

    app.get(
      '/inbox/:id',
      {
        config: SCOPES,
        schema: {
          summary: 'Read a received text',
          tags: ['Inbox'],
          params: Type.Object({
            id: line(64, { examples: ['inb_01KB2Q0Z6V8J4N3T5W7Y9ABCDE'] }),
          }),
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: InboundAnswer, ...errorAnswers([...READ_ERRORS, 'not_found']) },
        },
      },
      (request, reply) => {
        reply.send({
          ok: true as const,
          ...deps.inbox.view(request.params.id, readerOf(callerOf(request))),
        });
      },
    );
    done();
  };
}
