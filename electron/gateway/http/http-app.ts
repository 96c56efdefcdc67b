/**
 * The HTTP app, apart from listening: guards, doors, errors, documents. Routes are registered by hand.
 */
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError, type FastifyRequest } from 'fastify';
import { GatewayError } from '../../shared/gateway-error.ts';
import { TEXT_FORMS } from '../../shared/schemas/text-forms.ts';
import { sentence } from '../../shared/words/words.ts';
import { dropAbsent } from './absent-fields.ts';
import type { ChangeStreams } from './console/change-stream.ts';
import type { ConsoleAuth } from './console/console-auth.ts';
import { consoleRoutes } from './console/console-routes.ts';
import type { OperatorSessions } from './console/operator-sessions.ts';
import { createErrorHandler } from './error-answer.ts';
import type { HttpDeps } from './http-deps.ts';
import { readJsonBodies, refusePackedBody } from './json-body.ts';
import { createKnownRoutes } from './known-routes.ts';
import { isOwnHost, isOwnOrigin } from './request-guards.ts';
import { inboxRoutes } from './v1/inbox-routes.ts';
import { messageRoutes } from './v1/message-routes.ts';
import { openApiDocument } from './v1/openapi.ts';
import { serviceRoutes } from './v1/service-routes.ts';
import { createTokenAuth } from './v1/token-auth.ts';

export const BODY_LIMIT_BYTES = 256 * 1024;

export interface HttpAppOptions {
  readonly deps: HttpDeps;
  readonly auth: ConsoleAuth;
  readonly sessions: OperatorSessions;
  readonly streams: ChangeStreams;
  readonly signInUsed: () => void;
  /** The port once it is known. */
  readonly port: () => number;
  /** The built screens; null where a desktop serves them. */
  readonly rendererDir: string | null;
}

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export async function createHttpApp(options: HttpAppOptions) {
  const { deps, auth } = options;
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 128 },
    ajv: {
      customOptions: {
        allErrors: true,
        coerceTypes: false,
        removeAdditional: false,
        strict: false,
        formats: TEXT_FORMS,
      },
    },
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser(['text/plain', 'application/json']);
  readJsonBodies(app);
  app.setErrorHandler<FastifyError>(createErrorHandler(deps.log, BODY_LIMIT_BYTES));
  app.decorateRequest('caller', null);
  const routes = createKnownRoutes();
  app.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
  });

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    if (auth.doorOf(request) === 'desktop') {
      if (request.url.startsWith('/console/')) done();
      else done(new GatewayError('not_found', sentence('refusal.screens_only')));
      return;
    }
    const { host } = request.headers;
    if (!isOwnHost(host, options.port())) {
      done(new GatewayError('host_refused', sentence('refusal.other_host')));
      return;
    }
    const fetchSite = request.headers['sec-fetch-site'];
    const headers = {
      origin: request.headers.origin,
      fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    };
    const isNavigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
    const isPage = !request.url.startsWith('/v1') && !request.url.startsWith('/console');
    if ((isNavigation && isPage) || isOwnOrigin(headers, host ?? '')) done();
    else done(new GatewayError('origin_refused', sentence('refusal.other_origin')));
  });

  app.addHook('preParsing', (request, reply, _payload, done) => {
    refusePackedBody(request, reply, done);
  });
  app.addHook('preValidation', dropAbsent);

  app.setNotFoundHandler((request: FastifyRequest) => {
    const path = request.url.split('?')[0] ?? '';
    const allowed = routes.methodsOf(path);
    if (allowed.length === 0 || allowed.includes(request.method))
      throw new GatewayError('not_found', sentence('refusal.no_such_address'));
    const methods = allowed.join(', ');
    throw new GatewayError('method_not_allowed', sentence('refusal.wrong_method', { methods }), {
      headers: { allow: methods },
    });
  });

  await app.register(swagger, openApiDocument(deps.version));
  await app.register(
    (v1, _inner, done) => {
      v1.addHook('onRequest', createTokenAuth(deps.access));
      v1.register(messageRoutes(deps));
      v1.register(inboxRoutes(deps));
      v1.register(serviceRoutes(deps));
      v1.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
        reply.send(app.swagger());
      });
      done();
    },
    { prefix: '/v1' },
  );
  await app.register(
    consoleRoutes({
      ...deps,
      auth,
      sessions: options.sessions,
      streams: options.streams,
      baseUrl: () => `http://127.0.0.1:${options.port()}`,
      signInUsed: options.signInUsed,
    }),
    { prefix: '/console' },
  );
  if (options.rendererDir !== null && existsSync(options.rendererDir)) {
    await app.register(fastifyStatic, {
      root: options.rendererDir,
      index: ['index.html'],
      setHeaders: (reply) => {
        for (const [name, value] of Object.entries(PAGE_HEADERS)) reply.header(name, value);
      },
    });
  }
  await app.ready();
  return app;
}
