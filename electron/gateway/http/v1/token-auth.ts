import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { Scope } from '../../../shared/scopes.ts';
import type { AccessService, Caller } from '../../access/access-service.ts';
import { readToken } from '../request-guards.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the token is known; null on public routes without one. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** The scope that the route needs; `public` needs no token, and reads one if there. */
    scope?: Scope | 'public';
    /** A scope that opens the route too, and shows more of it. */
    widerScope?: Scope;
  }
}

/** Looks at the token before the body is read. */
export function createTokenAuth(access: AccessService) {
  return (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const { scope, widerScope } = request.routeOptions.config;
    if (scope === undefined) {
      done();
      return;
    }
    const token = readToken(request.headers.authorization, request.headers['x-api-key']);
    const caller = token === null ? null : access.authenticate(token);
    request.caller = caller;
    if (scope === 'public') {
      done();
      return;
    }
    if (caller === null) {
      done(
        new GatewayError('unauthorized', sentence('refusal.no_token'), {
          headers: { 'www-authenticate': 'Bearer' },
        }),
      );
      return;
    }
    const isWider = widerScope !== undefined && caller.scopes.has(widerScope);
    if (!isWider && !caller.scopes.has(scope)) {
      done(new GatewayError('forbidden', sentence('refusal.no_scope', { scope }), { details: { scope } }));
      return;
    }
    done();
  };
}

/** The caller of a route that needs a scope; its absence is a bug in the wiring. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a route without a scope asked for its caller');
  return request.caller;
}
