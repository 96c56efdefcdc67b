import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { BULK_ROUTES } from '../../../shared/console/bulk.ts';
import { OPERATOR_CLIENT_ID } from '../../access/access-service.ts';
import type { HttpDeps } from '../http-deps.ts';
import { readLimit } from '../answer-shapes.ts';
import { acceptedBulkAnswer, batchCursor, BULK_BODY_LIMIT_BYTES, itemCursor } from '../bulk-shapes.ts';
import type { Cursor } from '../cursors.ts';

interface PageQuery {
  readonly limit?: string;
  readonly cursor?: string;
}

const limitOf = ({ limit }: PageQuery): number => readLimit(limit);
const nextOf = (cursor: Cursor, next: number | null): string | null =>
  next === null ? null : cursor.encode(next);

/** Lists of every client, in both modes; what the operator sends belongs to the operator. */
export function bulkRoutes(deps: Pick<HttpDeps, 'bulk' | 'modes'>): FastifyPluginCallbackTypebox {
  const { bulk } = deps;
  return (app, _options, done) => {
    app.get('/bulk', { schema: BULK_ROUTES['GET /bulk'] }, (request, reply) => {
      const { cursor } = request.query;
      const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : batchCursor.decode(cursor);
      const { items, next } = bulk.list({ below, limit: limitOf(request.query) });
      reply.send({ ok: true, items, next_cursor: nextOf(batchCursor, next) });
    });

    app.post(
      '/bulk',
      { bodyLimit: BULK_BODY_LIMIT_BYTES, schema: BULK_ROUTES['POST /bulk'] },
      async (request, reply) => {
        const sender = { clientId: OPERATOR_CLIENT_ID, mode: deps.modes.of(request.body.device) };
        const accepted = await bulk.submit(sender, request.body, null);
        return reply.code(202).send(acceptedBulkAnswer(accepted));
      },
    );

    app.get('/bulk/:batch_id', { schema: BULK_ROUTES['GET /bulk/:batch_id'] }, (request, reply) => {
      reply.send({ ok: true, ...bulk.view(request.params.batch_id, null) });
    });

    app.get(
      '/bulk/:batch_id/items',
      { schema: BULK_ROUTES['GET /bulk/:batch_id/items'] },
      (request, reply) => {
        const { cursor } = request.query;
        const after = cursor === undefined ? 0 : itemCursor.decode(cursor);
        const { items, next } = bulk.items(request.params.batch_id, null, {
          after,
          limit: limitOf(request.query),
        });
        reply.send({ ok: true, items, next_cursor: nextOf(itemCursor, next) });
      },
    );

    for (const act of ['pause', 'resume', 'cancel'] as const) {
      app.post(
        `/bulk/:batch_id/${act}`,
        { schema: BULK_ROUTES[`POST /bulk/:batch_id/${act}`] },
        async (request) => {
          const batch = await bulk[act](request.params.batch_id, null);
          return { ok: true as const, ...bulk.viewOf(batch) };
        },
      );
    }
    done();
  };
}
