/**
 * The HTTP app, apart from listening: guards, doors, errors, documents. Routes are registered by hand.
 */
import { existsSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError, type FastifyRequest } from 'fastify';
import { dropAbsentFilters } from './absent-fields.ts';
import type { ChangeStreams } from './console/change-stream.ts';
import type { ConsoleAuth } from './console/console-auth.ts';
import { consoleRoutes } from './console/console-routes.ts';
import type { OperatorSessions } from './console/operator-sessions.ts';
import { createDoorGuard } from './door-guard.ts';
import { createErrorHandler } from './error-answer.ts';
import type { HttpDeps } from './http-deps.ts';
import { readJsonBodies } from './json-body.ts';
import { createKnownRoutes } from './known-routes.ts';
import { bulkRoutes } from './v1/bulk-routes.ts';
import { inboxRoutes } from './v1/inbox-routes.ts';
import { messageActionRoutes } from './v1/message-action-routes.ts';
import { messageRoutes } from './v1/message-routes.ts';
import { queueRoutes } from './v1/queue-routes.ts';
import { createSerializerCompiler, createValidatorCompiler } from './schema-compilers.ts';
import { openApiDocument } from './v1/openapi.ts';
import { serviceRoutes } from './v1/service-routes.ts';
import { createTokenAuth } from './v1/token-auth.ts';

const BODY_LIMIT_BYTES = 256 * 1024;

interface HttpAppOptions {
  readonly deps: HttpDeps;
  readonly auth: ConsoleAuth;
  readonly sessions: OperatorSessions;
  readonly streams: ChangeStreams;
  readonly signInUsed: () => void;
  /** See `ConsoleDeps`. */
  readonly signInLinkPath: string | null;
  readonly createServer: (handle: RequestListener) => Server;
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
  const guard = createDoorGuard(auth, options.port);
  const answerError = createErrorHandler({
    log: deps.log,
    translateStorageError: deps.translateStorageError,
  });
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    serverFactory: options.createServer,
    // The server itself answers what can't be read.
    clientErrorHandler: () => undefined,
    // What the router refuses comes past every hook.
    frameworkErrors: (error, request, reply) => {
      void reply.header('x-content-type-options', 'nosniff');
      answerError(guard(request, undefined) ?? error, request, reply);
    },
    routerOptions: { maxParamLength: 128 },
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(createValidatorCompiler());
  app.setSerializerCompiler(createSerializerCompiler());
  app.removeContentTypeParser(['text/plain', 'application/json']);
  readJsonBodies(app);
  app.setErrorHandler<FastifyError>(answerError);
  app.decorateRequest('caller', null);
  const routes = createKnownRoutes();
  app.addHook('onRoute', (route) => {
    routes.add(route.method, route.url);
    if (route.schema?.querystring !== undefined) {
      route.preValidation = [dropAbsentFilters, ...[route.preValidation ?? []].flat()];
    }
  });

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff');
    // Before the body is read: nobody takes it.
    const missing = request.is404 ? routes.refusalOf(request) : undefined;
    done(guard(request, request.routeOptions.url) ?? missing);
  });

  app.setNotFoundHandler((request: FastifyRequest) => {
    throw routes.refusalOf(request);
  });

  await app.register(swagger, openApiDocument(deps.version));
  await app.register(
    (v1, _inner, done) => {
      v1.addHook('onRequest', createTokenAuth(deps.access));
      v1.register(messageRoutes(deps));
      v1.register(messageActionRoutes(deps));
      v1.register(bulkRoutes(deps));
      v1.register(queueRoutes(deps));
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
      signInLinkPath: options.signInLinkPath,
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
