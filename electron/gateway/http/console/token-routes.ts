import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { TOKEN_ROUTES } from '../../../shared/console/tokens.ts';
import { formatTime, formatTimeOrNull } from '../../foundation/clock.ts';
import type { HttpDeps } from '../http-deps.ts';

/** The tokens of programs: listed by their hint, and made. */
export function tokenRoutes(
  deps: Pick<HttpDeps, 'access' | 'createToken' | 'tellRows'>,
): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/tokens', { schema: TOKEN_ROUTES['GET /tokens'] }, (_request, reply) => {
      reply.send({
        ok: true,
        items: deps.tellRows('tokens', deps.access.list(), (token) => ({
          ...token,
          created_at: formatTime(token.created_at),
          last_used_at: formatTimeOrNull(token.last_used_at),
        })),
      });
    });

    app.post('/tokens', { schema: TOKEN_ROUTES['POST /tokens'] }, async (request, reply) => {
      const made = await deps.createToken(request.body.name, request.body.mode);
      return reply.code(201).send({ ok: true, id: made.id, token: made.token });
    });
    done();
  };
}
