import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type, type Static } from 'typebox';
import { fieldProblem, invalidFields } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import { AcceptedMessage, ListMessagesQuery } from '../../../shared/schemas/message.ts';
import type { MessageState } from '../../../shared/states.ts';
import { line } from '../../../shared/schemas/schema-kit.ts';
import { passFaultPoint } from '../../foundation/fault-points.ts';
import type { Accepted, SubmitRequest } from '../../messages/submit-request.ts';
import type { HttpDeps } from '../http-deps.ts';
import { acceptedAnswer, cursorOf, filterOf } from '../answer-shapes.ts';
import { CHANGE_ERRORS, errorAnswers, READ_ERRORS } from './error-answers.ts';
import { IdempotencyHeaders, ListAnswer, MessageAnswer, SendMessageBody } from './schemas.ts';
import { callerOf } from './token-auth.ts';

const MAX_KEY_LENGTH = 255;

/** The key as sent, with or without the quotes of the IETF draft; null when there is none. */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | null {
  if (header === undefined) return null;
  const text = typeof header === 'string' ? header.trim() : '';
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text);
  const key = quoted?.[1] === undefined ? text : quoted[1].replace(/\\(["\\])/g, '$1');
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || !/^[\x20-\x7e]+$/.test(key)) {
    throw invalidFields([
      fieldProblem('Idempotency-Key', sentence('field.bad_key', { longest: MAX_KEY_LENGTH })),
    ]);
  }
  return key;
}

/** How long the answer may wait is no part of the message: a repeat may ask for another wait. */
function splitWait(body: Static<typeof SendMessageBody>): { message: SubmitRequest; waitMs: number } {
  if (body.wait_seconds === undefined) return { message: body, waitMs: 0 };
  const { wait_seconds: waitSeconds, ...message } = body;
  return { message, waitMs: waitSeconds * 1000 };
}

/** A token sees its own mode alone. */
const NO_MESSAGES = { items: [], nextAfter: null };

export function messageRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post(
      '/messages',
      {
        config: { scope: 'messages:send' },
        schema: {
          summary: 'Send a text',
          description:
            'Stores one text to one number and sends it through a phone. 202 means that it is on disk.',
          tags: ['Messages'],
          headers: IdempotencyHeaders,
          body: SendMessageBody,
          response: {
            202: AcceptedMessage,
            ...errorAnswers([
              ...CHANGE_ERRORS,
              'invalid_device',
              'idempotency_mismatch',
              'idempotency_in_progress',
            ]),
          },
        },
      },
      (request, reply) => {
        const { clientId, mode } = callerOf(request);
        const key = readIdempotencyKey(request.headers['idempotency-key']);
        const { message, waitMs } = splitWait(request.body);
        const answer = (accepted: Accepted, status: MessageState) => {
          reply.code(202).header('location', `/v1/messages/${accepted.requestId}`);
          if (accepted.isReplay) reply.header('idempotent-replayed', 'true');
          return acceptedAnswer(accepted, status);
        };
        return deps.messages.submit({ clientId, mode }, message, key).then((accepted) => {
          passFaultPoint('accept.committed');
          if (waitMs === 0) return answer(accepted, accepted.status);
          const outcome = deps.messages.waitForOutcome(accepted.requestId, waitMs);
          return outcome.then((status) => answer(accepted, status));
        });
      },
    );

    app.get(
      '/messages/:request_id',
      {
        config: { scope: 'messages:read' },
        schema: {
          summary: 'Read a message',
          description: 'Its state, every attempt with the name of the phone, and why it waits or failed.',
          tags: ['Messages'],
          params: Type.Object({ request_id: line(64) }),
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: MessageAnswer, ...errorAnswers([...READ_ERRORS, 'not_found']) },
        },
      },
      (request, reply) => {
        const caller = callerOf(request);
        reply.send({ ok: true as const, ...deps.messages.view(request.params.request_id, caller) });
      },
    );

    app.get(
      '/messages',
      {
        config: { scope: 'messages:read' },
        schema: {
          summary: 'List messages',
          description: 'Newest first. A page ends with next_cursor; null means that there is no more.',
          tags: ['Messages'],
          querystring: ListMessagesQuery,
          response: { 200: ListAnswer(MessageAnswer), ...errorAnswers(READ_ERRORS) },
        },
      },
      async (request) => {
        const { clientId, mode } = callerOf(request);
        const filter = filterOf(request.query);
        const isOther = filter.mode !== undefined && filter.mode !== mode;
        const page = isOther ? NO_MESSAGES : await deps.messages.list({ ...filter, clientId, mode });
        return {
          ok: true as const,
          items: page.items.map((item) => ({ ok: true as const, ...item })),
          next_cursor: cursorOf(page),
        };
      },
    );
    done();
  };
}
