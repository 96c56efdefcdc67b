/** Everything under `/console`, for the operator alone. What is asked and answered is in `electron/shared/console/`. */
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { ConsoleDeps } from './console-deps.ts';
import { backupRoutes } from './backup-routes.ts';
import { bulkRoutes } from './bulk-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { overviewRoutes } from './overview-routes.ts';
import { provisioningRoutes } from './provisioning-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { routingRoutes } from './routing-routes.ts';
import { sendingRoutes } from './sending-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

export function consoleRoutes(deps: ConsoleDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.register(sessionRoutes(deps));
    app.register((guarded, _inner, ready) => {
      guarded.addHook('onRequest', deps.auth.guard);
      guarded.get('/events', { exposeHeadRoute: false }, (request, reply) => {
        deps.streams.open(request, reply, deps.auth.sessionOf(request));
      });
      guarded.register(overviewRoutes(deps));
      guarded.register(deviceRoutes(deps));
      guarded.register(provisioningRoutes(deps));
      guarded.register(messageRoutes(deps));
      guarded.register(bulkRoutes(deps));
      guarded.register(inboxRoutes(deps));
      guarded.register(queueRoutes(deps));
      guarded.register(sendingRoutes(deps));
      guarded.register(routingRoutes(deps));
      guarded.register(tokenRoutes(deps));
      guarded.register(backupRoutes(deps));
      ready();
    });
    done();
  };
}
