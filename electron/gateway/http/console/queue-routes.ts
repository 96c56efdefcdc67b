import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { QUEUE_ROUTES } from '../../../shared/console/queue.ts';
import type { HttpDeps } from '../http-deps.ts';

/** Holds the queue, and lets it go. */
export function queueRoutes(
  deps: Pick<HttpDeps, 'setPaused' | 'queue' | 'queueHolds'>,
): FastifyPluginCallbackTypebox {
  const switchTo = async (isPaused: boolean) => {
    await deps.setPaused(isPaused);
    return { ok: true as const, state: deps.queue(null).state };
  };
  return (app, _options, done) => {
    app.post('/queue/pause', { schema: QUEUE_ROUTES['POST /queue/pause'] }, () => switchTo(true));
    app.post('/queue/resume', { schema: QUEUE_ROUTES['POST /queue/resume'] }, () => switchTo(false));
    app.post('/queue/holds', { schema: QUEUE_ROUTES['POST /queue/holds'] }, async (request) => {
      const { kind, id, is_held: isHeld } = request.body;
      await deps.queueHolds.hold(kind, id, isHeld);
      return { ok: true as const, state: deps.queue(null).state };
    });
    done();
  };
}
