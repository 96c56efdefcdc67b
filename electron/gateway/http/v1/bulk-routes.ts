import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AcceptedBulk, BatchAnswer, BatchItem, SendBulk } from '../../../shared/schemas/bulk.ts';
import { NoFields } from '../../../shared/schemas/message-actions.ts';
import { line } from '../../../shared/schemas/schema-kit.ts';
import type { HttpDeps } from '../http-deps.ts';
import { readLimit } from '../answer-shapes.ts';
import { acceptedBulkAnswer, BULK_BODY_LIMIT_BYTES, itemCursor } from '../bulk-shapes.ts';
import { bodyOrNone } from './message-action-routes.ts';
import { readIdempotencyKey } from './message-routes.ts';
import { CHANGE_ERRORS, errorAnswers, READ_ERRORS as TOKEN_ERRORS } from './error-answers.ts';
import { IdempotencyHeaders, ListAnswer } from './schemas.ts';
import { callerOf } from './token-auth.ts';

const READ_ERRORS = [...TOKEN_ERRORS, 'not_found'] as const;

const ACT_ERRORS = [...CHANGE_ERRORS, 'not_found', 'conflict'] as const;

const SEND_ERRORS = [
  'malformed',
  'unauthorized',
  'forbidden',
  'origin_refused',
  'host_refused',
  'payload_too_large',
  'invalid_request',
  'invalid_device',
  'idempotency_mismatch',
  'idempotency_in_progress',
  'queue_blocked',
  'internal_error',
] as const;

const ACTS = [
  {
    act: 'pause',
    summary: 'Pause a batch',
    description: 'What waits of it is held; what a phone has goes on. Safe to repeat.',
  },
  { act: 'resume', summary: 'Resume a batch', description: 'What was held goes on. Safe to repeat.' },
  {
    act: 'cancel',
    summary: 'Cancel the rest of a batch',
    description:
      'What waits of it is cancelled; phones are asked to stop what they hold, and its status tells what became of it. ' +
      'Safe to repeat.',
  },
] as const;

const Params = Type.Object({ batch_id: line(64) });
const config = { scope: 'bulk:send' } as const;

export function bulkRoutes({ bulk }: Pick<HttpDeps, 'bulk'>): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post(
      '/bulk',
      {
        config,
        bodyLimit: BULK_BODY_LIMIT_BYTES,
        schema: {
          summary: 'Send a text to a list',
          description:
            'Up to 10,000 rows; each becomes a message of its own. Rows that can not be sent are left out and told in ' +
            '`rejected`. 202 means that all others are on disk.',
          tags: ['Bulk'],
          headers: IdempotencyHeaders,
          body: SendBulk,
          response: { 202: AcceptedBulk, ...errorAnswers(SEND_ERRORS) },
        },
      },
      async (request, reply) => {
        const { clientId, mode } = callerOf(request);
        const key = readIdempotencyKey(request.headers['idempotency-key']);
        const accepted = await bulk.submit({ clientId, mode }, request.body, key);
        reply.code(202).header('location', `/v1/bulk/${accepted.batchId}`);
        if (accepted.isReplay) reply.header('idempotent-replayed', 'true');
        return reply.send(acceptedBulkAnswer(accepted));
      },
    );

    app.get(
      '/bulk/:batch_id',
      {
        config,
        schema: {
          summary: 'Read a batch',
          description: 'Its state, how many of its messages are in each state, and when it will be done.',
          tags: ['Bulk'],
          params: Params,
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: BatchAnswer, ...errorAnswers(READ_ERRORS) },
        },
      },
      (request, reply) => {
        reply.send({ ok: true as const, ...bulk.view(request.params.batch_id, callerOf(request)) });
      },
    );

    app.get(
      '/bulk/:batch_id/items',
      {
        config,
        schema: {
          summary: 'List the messages of a batch',
          description: 'In the order of its recipients. For more of each: `GET /v1/messages?batch_id=`.',
          tags: ['Bulk'],
          params: Params,
          querystring: Type.Object(
            {
              limit: Type.Optional(
                Type.String({ pattern: '^[0-9]{1,3}$', description: '1 to 200; 50 unless told.' }),
              ),
              cursor: Type.Optional(line(128, { description: 'next_cursor of the page before.' })),
            },
            { additionalProperties: false },
          ),
          response: { 200: ListAnswer(BatchItem), ...errorAnswers(READ_ERRORS) },
        },
      },
      (request, reply) => {
        const { limit, cursor } = request.query;
        const { items, next } = bulk.items(request.params.batch_id, callerOf(request), {
          after: cursor === undefined ? 0 : itemCursor.decode(cursor),
          limit: readLimit(limit),
        });
        reply.send({
          ok: true as const,
          items,
          next_cursor: next === null ? null : itemCursor.encode(next),
        });
      },
    );

    for (const { act, ...words } of ACTS) {
      app.post(
        `/bulk/:batch_id/${act}`,
        {
          config,
          preValidation: bodyOrNone,
          schema: {
            ...words,
            tags: ['Bulk'],
            headers: IdempotencyHeaders,
            params: Params,
            body: NoFields,
            response: { 200: BatchAnswer, ...errorAnswers(ACT_ERRORS) },
          },
        },
        async (request) => {
          const batch = await bulk[act](request.params.batch_id, callerOf(request));
          return { ok: true as const, ...bulk.viewOf(batch) };
        },
      );
    }
    done();
  };
}
