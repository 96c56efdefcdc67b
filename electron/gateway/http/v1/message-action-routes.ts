import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AcceptedMessage } from '../../../shared/schemas/message.ts';
import {
  CancelledMessage,
  MessagePreview,
  NoFields,
  ResendMessage,
} from '../../../shared/schemas/message-actions.ts';
import type { IdempotencyScope } from '../../messages/repeated-acts.ts';
import { line } from '../../../shared/schemas/schema-kit.ts';
import type { HttpDeps } from '../http-deps.ts';
import { acceptedAnswer, previewAnswer } from '../answer-shapes.ts';
import { readIdempotencyKey } from './message-routes.ts';
import { CHANGE_ERRORS, errorAnswers } from './error-answers.ts';
import { IdempotencyHeaders, SendMessageBody } from './schemas.ts';
import { callerOf } from './token-auth.ts';

/** What a request with an Idempotency-Key may be refused with besides. */
export const REPEAT_ERRORS = ['idempotency_mismatch', 'idempotency_in_progress'] as const;

const Params = Type.Object({ request_id: line(64) });

/** To whom the key of a request belongs; null where none was sent. */
export function actScope(request: FastifyRequest, route: string): IdempotencyScope | null {
  const key = readIdempotencyKey(request.headers['idempotency-key']);
  if (key === null) return null;
  const { clientId, mode } = callerOf(request);
  return { clientId, mode, route, key };
}

/** An act needs no body: none is as one without fields. */
export function bodyOrNone(request: { body: unknown }, _reply: unknown, done: () => void): void {
  request.body ??= {};
  done();
}

export function messageActionRoutes(deps: Pick<HttpDeps, 'actions' | 'acts'>): FastifyPluginCallbackTypebox {
  const { actions, acts } = deps;
  return (app, _options, done) => {
    app.post(
      '/messages/:request_id/cancel',
      {
        config: { scope: 'messages:send' },
        preValidation: bodyOrNone,
        schema: {
          summary: 'Cancel a message',
          description:
            '200 `cancelled`: nothing of it leaves. 202 `cancel_requested`: a phone may hold it and is asked to stop it; ' +
            'its status tells what became of it. Safe to repeat.',
          tags: ['Messages'],
          headers: IdempotencyHeaders,
          params: Params,
          body: NoFields,
          response: {
            200: CancelledMessage,
            202: CancelledMessage,
            ...errorAnswers([...CHANGE_ERRORS, 'not_found', 'conflict', ...REPEAT_ERRORS]),
          },
        },
      },
      async (request, reply) => {
        const { request_id } = request.params;
        const caller = callerOf(request);
        const asked = {
          scope: actScope(request, 'POST /v1/messages/cancel'),
          body: { request_id },
          id: request_id,
        };
        const done = await acts.once(asked, (store) => actions.cancel(request_id, caller, store));
        if (done === null) reply.header('idempotent-replayed', 'true');
        const status = done ?? actions.cancelOutcome(request_id, caller);
        return reply.code(status === 'cancelled' ? 200 : 202).send({ ok: true as const, request_id, status });
      },
    );

    app.post(
      '/messages/:request_id/resend',
      {
        config: { scope: 'messages:send' },
        preValidation: bodyOrNone,
        schema: {
          summary: 'Send a message again',
          description:
            'Makes a new message from one that failed, expired or was cancelled. One that may have arrived (`unknown`, ' +
            '`partially_sent`) needs `accept_duplicate_risk`.',
          tags: ['Messages'],
          headers: IdempotencyHeaders,
          params: Params,
          body: ResendMessage,
          response: {
            202: AcceptedMessage,
            ...errorAnswers([...CHANGE_ERRORS, 'not_found', 'conflict', ...REPEAT_ERRORS]),
          },
        },
      },
      async (request, reply) => {
        const accepted = await actions.resend(request.params.request_id, callerOf(request), {
          mayDuplicate: request.body.accept_duplicate_risk === true,
          idempotencyKey: readIdempotencyKey(request.headers['idempotency-key']),
        });
        reply.code(202).header('location', `/v1/messages/${accepted.requestId}`);
        if (accepted.isReplay) reply.header('idempotent-replayed', 'true');
        return reply.send(acceptedAnswer(accepted, accepted.status));
      },
    );

    app.post(
      '/messages/preview',
      {
        config: { scope: 'messages:send' },
        schema: {
          summary: 'Try a message without sending it',
          description:
            'Its number, encoding, parts, the SIM that would take it now or why it would wait, and what is worth knowing ' +
            'before (many parts, a character that needs UCS-2, quiet hours, a cap, a number that may take no texts).',
          tags: ['Messages'],
          body: SendMessageBody,
          response: {
            200: MessagePreview,
            ...errorAnswers([...CHANGE_ERRORS, 'invalid_device']),
          },
        },
      },
      async (request) => {
        const { wait_seconds: _wait, ...message } = request.body;
        return previewAnswer(await actions.preview(callerOf(request), message));
      },
    );
    done();
  };
}
