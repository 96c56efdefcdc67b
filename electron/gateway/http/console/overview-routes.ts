import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { OVERVIEW_ROUTES } from '../../../shared/console/overview.ts';
import { formatTime } from '../../foundation/clock.ts';
import type { HttpDeps } from '../http-deps.ts';
import { consoleDevices } from './device-routes.ts';

const FAILURES_SHOWN = 5;

/** The first screen in one answer. */
export function overviewRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/overview', { schema: OVERVIEW_ROUTES['GET /overview'] }, async () => {
      const failures = await deps.messages.list({
        states: ['failed', 'undelivered', 'unknown'],
        order: 'desc',
        limit: FAILURES_SHOWN,
      });
      const devices = consoleDevices(deps);
      return {
        ok: true as const,
        queue: deps.queue(null),
        damage: deps.storageDamage(),
        devices,
        failures: failures.items,
        counts: { messages_today: devices.reduce((sum, device) => sum + device.sent_today, 0) },
      };
    });

    // The time that the gateway goes by: it believes a clock that was set only after a while.
    app.get('/clock', { schema: OVERVIEW_ROUTES['GET /clock'] }, (_request, reply) => {
      reply.send({ ok: true, now: formatTime(deps.clock.now()) });
    });
    done();
  };
}
