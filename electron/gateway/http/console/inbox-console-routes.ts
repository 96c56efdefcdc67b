import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { HttpParts } from '../http-parts.ts';
import { inboxAnswer } from '../v1/inbox-routes.ts';
import { inboxFilterOf, ListInboxQuery } from '../v1/inbox-schemas.ts';

/** What the operator sees of the inbox, and the switch of each SIM. */
export function inboxConsoleRoutes(parts: HttpParts): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/inbox', { schema: { querystring: ListInboxQuery } }, (request, reply) => {
      reply.send(inboxAnswer(parts.inbox.list(inboxFilterOf(request.query), null)));
    });

    app.post(
      '/inbox/switch',
      {
        schema: {
          body: Type.Object(
            {
              /** `sim_…`, or the name of the phone and the slot as `NAME/1`. */
              sim: Type.String({ minLength: 1, maxLength: 160 }),
              on: Type.Boolean(),
            },
            { additionalProperties: false },
          ),
        },
      },
      async (request, reply) => {
        const { sim, on } = request.body;
        const switched = await parts.devices.switchInbox(sim, on);
        return reply.send({
          ok: true,
          sim_id: switched.simId,
          device_name: switched.deviceName,
          sim: switched.slot,
          takes_texts: on,
          told_phone: switched.isTold,
        });
      },
    );
    done();
  };
}
