import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { SESSION_ROUTES, type Session } from '../../../shared/console/session.ts';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import { SESSION_COOKIE } from './console-auth.ts';
import type { ConsoleDeps } from './console-deps.ts';

const SESSION_SECONDS = 43_200;

/** Who looks, and the sign-in: the only routes that answer somebody unknown. */
export function sessionRoutes(deps: ConsoleDeps): FastifyPluginCallbackTypebox {
  const sessionOf = (door: Session['door'], isSignedIn: boolean): Session => {
    const seen = { ok: true, door, version: deps.version } as const;
    if (!isSignedIn) return { ...seen, signed_in: false, sign_in_link_file: deps.signInLinkPath };
    const { name, country, language } = deps.access.workspace;
    return {
      ...seen,
      signed_in: true,
      workspace: { name, country, language },
      base_url: `${deps.baseUrl()}/v1`,
      demo_phone: deps.hasDemoPhone,
      adb: deps.adb.view(),
    };
  };

  return (app, _options, done) => {
    app.get('/session', { schema: SESSION_ROUTES['GET /session'] }, (request, reply) => {
      reply.send(sessionOf(deps.auth.doorOf(request), deps.auth.isAllowed(request)));
    });

    app.post('/sign-in', { schema: SESSION_ROUTES['POST /sign-in'] }, (request, reply) => {
      const signedIn = deps.sessions.signIn(request.body.secret);
      if (signedIn === null) {
        throw new GatewayError('unauthorized', sentence('refusal.old_sign_in_link'), {
          headers: { 'www-authenticate': 'RelayDesk-Console' },
        });
      }
      deps.signInUsed();
      reply
        .header(
          'set-cookie',
          `${SESSION_COOKIE}=${signedIn.cookie}; HttpOnly; SameSite=Strict; Path=/console; Max-Age=${SESSION_SECONDS}`,
        )
        .send({ ok: true, header_token: signedIn.headerToken });
    });
    done();
  };
}
