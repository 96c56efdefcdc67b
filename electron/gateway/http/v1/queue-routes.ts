import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { Caller } from '../../access/access-service.ts';
import { PauseQueue, QueuePaused, ResumeQueue } from '../../../shared/schemas/queue-actions.ts';
import type { HttpDeps } from '../http-deps.ts';
import { actScope, bodyOrNone, REPEAT_ERRORS } from './message-action-routes.ts';
import { CHANGE_ERRORS, errorAnswers } from './error-answers.ts';
import { IdempotencyHeaders } from './schemas.ts';
import { callerOf } from './token-auth.ts';

const ERRORS = [...CHANGE_ERRORS, 'invalid_device', ...REPEAT_ERRORS] as const;

interface Wanted {
  readonly all?: boolean;
  readonly device?: string;
  readonly refuse?: boolean;
}

interface Target {
  readonly name: QueuePaused['target'];
  readonly id: string;
}

/** Without fields a client pauses its own messages; a phone, or all, takes `queue:manage`. */
export function queueRoutes(
  deps: Pick<HttpDeps, 'queueHolds' | 'setPaused' | 'devices' | 'acts'>,
): FastifyPluginCallbackTypebox {
  function targetOf(caller: Caller, wanted: Wanted): Target {
    if (wanted.all !== true && wanted.device === undefined) return { name: 'own', id: caller.clientId };
    if (!caller.scopes.has('queue:manage')) {
      throw new GatewayError('forbidden', sentence('refusal.no_scope', { scope: 'queue:manage' }), {
        details: { scope: 'queue:manage' },
      });
    }
    if (wanted.device === undefined) return { name: 'all', id: 'all' };
    const device = deps.devices.byIdOrName(wanted.device);
    if (device !== undefined) return { name: 'device', id: device.row.id };
    throw new GatewayError('invalid_device', sentence('refusal.phone_not_usable', { phone: wanted.device }));
  }

  async function switchTo(request: FastifyRequest, reply: FastifyReply, wanted: Wanted, isPaused: boolean) {
    const target = targetOf(callerOf(request), wanted);
    const scope = actScope(request, isPaused ? 'POST /v1/queue/pause' : 'POST /v1/queue/resume');
    const done = await deps.acts.once({ scope, body: wanted, id: target.id }, async (store) => {
      if (target.name === 'all') await deps.setPaused(isPaused, wanted.refuse === true, store);
      else {
        const kind = target.name === 'own' ? 'client' : 'device';
        await deps.queueHolds.hold(kind, target.id, isPaused, store);
      }
      return true;
    });
    if (done === null) reply.header('idempotent-replayed', 'true');
    return { ok: true as const, target: target.name, paused: isPaused };
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
      (request, reply) => switchTo(request, reply, request.body, true),
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
      (request, reply) => switchTo(request, reply, request.body, false),
    );
    done();
  };
}
