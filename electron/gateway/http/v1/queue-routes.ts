import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { Caller } from '../../access/access-service.ts';
import { PauseQueue, QueuePaused, ResumeQueue } from '../../../shared/schemas/queue-actions.ts';
import type { HttpDeps } from '../http-deps.ts';
import { bodyOrNone } from './message-action-routes.ts';
import { CHANGE_ERRORS, errorAnswers } from './error-answers.ts';
import { IdempotencyHeaders } from './schemas.ts';
import { callerOf } from './token-auth.ts';

const ERRORS = [...CHANGE_ERRORS, 'invalid_device'] as const;

interface Wanted {
  readonly all?: boolean;
  readonly device?: string;
  readonly refuse?: boolean;
}

/** Without fields a client pauses its own messages; a phone, or all, takes `queue:manage`. */
export function queueRoutes(
  deps: Pick<HttpDeps, 'queueHolds' | 'setPaused' | 'devices'>,
): FastifyPluginCallbackTypebox {
  async function switchTo(caller: Caller, wanted: Wanted, isPaused: boolean) {
    if (wanted.all !== true && wanted.device === undefined) {
      await deps.queueHolds.hold('client', caller.clientId, isPaused);
      return { ok: true as const, target: 'own' as const, paused: isPaused };
    }
    if (!caller.scopes.has('queue:manage')) {
      throw new GatewayError('forbidden', sentence('refusal.no_scope', { scope: 'queue:manage' }), {
        details: { scope: 'queue:manage' },
      });
    }
    if (wanted.device === undefined) {
      await deps.setPaused(isPaused, wanted.refuse === true);
      return { ok: true as const, target: 'all' as const, paused: isPaused };
    }
    const device = deps.devices.byIdOrName(wanted.device);
    if (device === undefined) {
      throw new GatewayError(
        'invalid_device',
        sentence('refusal.phone_not_usable', { phone: wanted.device }),
      );
    }
    await deps.queueHolds.hold('device', device.row.id, isPaused);
    return { ok: true as const, target: 'device' as const, paused: isPaused };
  }

  return (app, _options, done) => {
    app.post(
      '/queue/pause',
      {
        config: { scope: 'queue:write' },
        preValidation: bodyOrNone,
        schema: {
          summary: 'Pause the queue',
          description:
            'Your own messages wait; with queue:manage also those of one phone (`device`) or of everybody (`all`). New ' +
            'messages are still accepted, unless `refuse` is said with `all`.',
          tags: ['Queue'],
          headers: IdempotencyHeaders,
          body: PauseQueue,
          response: { 200: QueuePaused, ...errorAnswers(ERRORS) },
        },
      },
      (request) => switchTo(callerOf(request), request.body, true),
    );
    app.post(
      '/queue/resume',
      {
        config: { scope: 'queue:write' },
        preValidation: bodyOrNone,
        schema: {
          summary: 'Resume the queue',
          tags: ['Queue'],
          headers: IdempotencyHeaders,
          body: ResumeQueue,
          response: { 200: QueuePaused, ...errorAnswers(ERRORS) },
        },
      },
      (request) => switchTo(callerOf(request), request.body, false),
    );
    done();
  };
}
