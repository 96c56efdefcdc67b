import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { ROUTING_ROUTES, type RouteRules } from '../../../shared/console/routing.ts';
import type { RouteRuleView } from '../../messages/route-rules-service.ts';
import type { HttpDeps } from '../http-deps.ts';

/** The operator's routing rules. */
export function routingRoutes(deps: Pick<HttpDeps, 'routing'>): FastifyPluginCallbackTypebox {
  const answer = (rules: readonly RouteRuleView[]): RouteRules => ({
    ok: true,
    items: rules.map(({ prefix, via, target }) => ({
      prefix,
      via,
      target: target === null ? null : { id: target.id, device_name: target.deviceName, sim: target.slot },
    })),
  });

  return (app, _options, done) => {
    app.get('/routing/rules', { schema: ROUTING_ROUTES['GET /routing/rules'] }, () =>
      answer(deps.routing.list()),
    );

    app.post('/routing/rules', { schema: ROUTING_ROUTES['POST /routing/rules'] }, async (request) =>
      answer(await deps.routing.replace(request.body.rules)),
    );
    done();
  };
}
