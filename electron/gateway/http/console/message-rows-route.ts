import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { HttpParts } from '../http-parts.ts';

/** What one request may ask for; more than any screen shows at once. */
const MAX_ROWS = 100;

/**
 * The messages of a list that changed, by their ids, so that a screen far down a long list need not load its pages
 * again. Ids that are not known are left out of the answer.
 */
export function messageRowsRoute(parts: HttpParts): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post(
      '/messages/rows',
      {
        schema: {
          body: Type.Object(
            { ids: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: MAX_ROWS }) },
            { additionalProperties: false },
          ),
        },
      },
      (request, reply) => {
        const known = request.body.ids.filter((id) => parts.messages.seqOf(id) !== undefined);
        reply.send({ ok: true, items: known.map((id) => parts.messages.view(id, null)) });
      },
    );
    done();
  };
}
