import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { PROVISIONING_ROUTES } from '../../../shared/console/provisioning.ts';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { HttpDeps } from '../http-deps.ts';

/** Starts pairing a phone, and tells how far a run is. */
export function provisioningRoutes(deps: Pick<HttpDeps, 'provisioning'>): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post('/provision', { schema: PROVISIONING_ROUTES['POST /provision'] }, (request, reply) => {
      const { serial, replace = false } = request.body;
      reply.code(202).send({ ok: true, run_id: deps.provisioning.start({ serial, mayReplace: replace }) });
    });

    app.get(
      '/provision/:run_id',
      { schema: PROVISIONING_ROUTES['GET /provision/:run_id'] },
      (request, reply) => {
        const run = deps.provisioning.run(request.params.run_id);
        if (run === undefined) throw new GatewayError('not_found', sentence('refusal.no_run'));
        reply.send({ ok: true, ...run });
      },
    );
    done();
  };
}
