import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { INBOX_ROUTES } from '../../../shared/console/inbox.ts';
import type { HttpDeps } from '../http-deps.ts';
import { inboxAnswer, inboxFilterOf } from '../inbox-shapes.ts';

/** What the operator sees of the inbox, and the switch of each SIM. */
export function inboxRoutes(deps: Pick<HttpDeps, 'inbox' | 'devices'>): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/inbox', { schema: INBOX_ROUTES['GET /inbox'] }, async (request) =>
      inboxAnswer(await deps.inbox.list(inboxFilterOf(request.query), null)),
    );

    app.post('/inbox/switch', { schema: INBOX_ROUTES['POST /inbox/switch'] }, async (request, reply) => {
      const { sim, on } = request.body;
      const switched = await deps.devices.switchInbox(sim, on);
      return reply.send({
        ok: true,
        sim_id: switched.simId,
        device_name: switched.deviceName,
        sim: switched.slot,
        takes_texts: on,
        told_phone: switched.isTold,
      });
    });
    done();
  };
}
