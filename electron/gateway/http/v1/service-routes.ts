import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import { Device } from '../../../shared/schemas/device.ts';
import { line } from '../../../shared/schemas/schema-kit.ts';
import type { HttpDeps } from '../http-deps.ts';
import { deviceAnswer, deviceAnswers } from '../answer-shapes.ts';
import { DOOR_ERRORS, errorAnswers, READ_ERRORS } from './error-answers.ts';
import { HealthAnswer, ListAnswer, QueueAnswer, ReadyAnswer } from './schemas.ts';
import { callerOf } from './token-auth.ts';

export function serviceRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get(
      '/health',
      {
        config: { scope: 'public' },
        schema: {
          summary: 'Is the gateway running?',
          description: 'Needs no token and touches no disk.',
          tags: ['Service'],
          security: [],
          response: { 200: HealthAnswer, ...errorAnswers(DOOR_ERRORS) },
        },
      },
      (_request, reply) => {
        reply.send({
          ok: true as const,
          status: 'up',
          version: deps.version,
          uptime_seconds: Math.floor((deps.clock.monotonic() - deps.startedAt) / 1000),
          storage: deps.storageTrouble() ?? 'ok',
        });
      },
    );

    app.get(
      '/ready',
      {
        config: { scope: 'public' },
        schema: {
          summary: 'Is it ready for real traffic?',
          description:
            '200, or 503 with each check and its fix. Without a token only the word; a test token checks the demo phone.',
          tags: ['Service'],
          response: { 200: ReadyAnswer, ...errorAnswers(['not_ready', ...DOOR_ERRORS]) },
        },
      },
      (request, reply) => {
        const mode = request.caller?.mode ?? deps.modes.unnamed();
        const checks = deps.ready(mode);
        const isReady = checks.every((check) => check.ok);
        const detail = request.caller === null ? {} : { mode, checks };
        if (isReady) {
          reply.send({ ok: true as const, status: 'ready', ...detail });
          return;
        }
        const first = checks.find((check) => !check.ok);
        const spoken = request.caller === null ? undefined : first;
        throw new GatewayError('not_ready', spoken ?? sentence('refusal.not_ready'), { details: detail });
      },
    );

    app.get(
      '/devices',
      {
        config: { scope: 'devices:read' },
        schema: {
          summary: 'List the phones',
          tags: ['Devices'],
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: ListAnswer(Device), ...errorAnswers(READ_ERRORS) },
        },
      },
      (request, reply) => {
        const items = deviceAnswers(deps, callerOf(request).mode);
        reply.send({ ok: true as const, items, next_cursor: null });
      },
    );

    app.get(
      '/devices/:id',
      {
        config: { scope: 'devices:read' },
        schema: {
          summary: 'Read a phone',
          tags: ['Devices'],
          params: Type.Object({ id: line(64) }),
          response: {
            200: Type.Object({ ok: Type.Literal(true), ...Device.properties }),
            ...errorAnswers([...READ_ERRORS, 'not_found']),
          },
        },
      },
      (request, reply) => {
        const device = deps.devices
          .list(callerOf(request).mode)
          .find((own) => own.row.id === request.params.id);
        if (device === undefined) throw new GatewayError('not_found', sentence('refusal.no_phone'));
        reply.send({ ok: true as const, ...deviceAnswer(deps, device) });
      },
    );

    app.get(
      '/queue',
      {
        config: { scope: 'queue:read' },
        schema: {
          summary: 'Read the queue',
          tags: ['Queue'],
          querystring: Type.Object({}, { additionalProperties: false }),
          response: { 200: QueueAnswer, ...errorAnswers(READ_ERRORS) },
        },
      },
      (request, reply) => {
        reply.send({ ok: true as const, ...deps.queue(callerOf(request).mode) });
      },
    );
    done();
  };
}
