import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { countParts } from '../../../shared/parts.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { OPERATOR_CLIENT_ID } from '../../access/access-service.ts';
import { formatTime, formatTimeOrNull } from '../../foundation/clock.ts';
import type { HttpParts } from '../http-parts.ts';
import { deviceAnswer, filterOf } from '../v1/answer-shapes.ts';
import { acceptedAnswer, nextCursor } from '../v1/message-routes.ts';
import { ListMessagesQuery, SendMessageBody } from '../v1/schemas.ts';
import type { ChangeStreams } from './change-stream.ts';
import { SESSION_COOKIE, type ConsoleAuth } from './console-auth.ts';
import { inboxConsoleRoutes } from './inbox-console-routes.ts';
import { messageRowsRoute } from './message-rows-route.ts';
import type { OperatorSessions } from './operator-sessions.ts';

export interface ConsoleParts extends HttpParts {
  readonly auth: ConsoleAuth;
  readonly sessions: OperatorSessions;
  readonly streams: ChangeStreams;
  readonly baseUrl: () => string;
  /** Called when a sign-in link was used, so that the next one can be laid out. */
  readonly signInUsed: () => void;
}

const Mode = Type.Union([Type.Literal('live'), Type.Literal('test')]);

function deviceItems(parts: HttpParts) {
  return parts.devices.list().map((device) => ({
    ...deviceAnswer(
      device,
      parts.sentToday(device.row.id),
      parts.partsLeft(device.row.id, device.row.parts_per_minute),
    ),
    paired: true,
    serial: device.row.hardware_serial,
  }));
}

/** Who the operator sends as: live, unless the demo phone is named or is all there is. */
function operatorMode(parts: HttpParts, device: string | undefined): 'live' | 'test' {
  if (device !== undefined) return parts.devices.byIdOrName(device)?.row.mode ?? 'live';
  return parts.hasDemoPhone && parts.devices.list('live').length === 0 ? 'test' : 'live';
}

export function consoleRoutes(parts: ConsoleParts): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/session', (request, reply) => {
      const signedIn = parts.auth.isAllowed(request);
      const door = parts.auth.doorOf(request);
      if (!signedIn) {
        reply.send({ ok: true, door, signed_in: false, version: parts.version });
        return;
      }
      const { workspace } = parts.access;
      reply.send({
        ok: true,
        door,
        signed_in: true,
        version: parts.version,
        workspace: { name: workspace.name, country: workspace.country, language: workspace.language },
        base_url: `${parts.baseUrl()}/v1`,
        demo_phone: parts.hasDemoPhone,
        adb: parts.adb.view(),
      });
    });

    app.post(
      '/sign-in',
      {
        schema: {
          body: Type.Object({ secret: Type.String({ maxLength: 128 }) }, { additionalProperties: false }),
        },
      },
      (request, reply) => {
        const signedIn = parts.sessions.signIn(request.body.secret);
        if (signedIn === null) {
          throw new GatewayError(
            'unauthorized',
            'This sign-in link was used or is too old. Open the newest one.',
            {
              headers: { 'www-authenticate': 'RelayDesk-Console' },
            },
          );
        }
        parts.signInUsed();
        reply
          .header(
            'set-cookie',
            `${SESSION_COOKIE}=${signedIn.cookie}; HttpOnly; SameSite=Strict; Path=/console; Max-Age=43200`,
          )
          .send({ ok: true, header_token: signedIn.headerToken });
      },
    );

    app.register((guarded, _inner, ready) => {
      guarded.addHook('onRequest', parts.auth.guard);
      guarded.register(operatorRoutes(parts));
      guarded.register(inboxConsoleRoutes(parts));
      guarded.register(messageRowsRoute(parts));
      ready();
    });
    done();
  };
}

function operatorRoutes(parts: ConsoleParts): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.get('/events', (request, reply) => {
      parts.streams.open(request, reply);
    });

    app.get('/overview', (_request, reply) => {
      const since = new Date(parts.clock.now());
      since.setHours(0, 0, 0, 0);
      reply.send({
        ok: true,
        queue: parts.queue(null),
        devices: deviceItems(parts),
        failures: parts.messages.list({
          states: ['failed', 'undelivered', 'unknown'],
          order: 'desc',
          limit: 5,
        }),
        counts: {
          messages_today: parts.devices
            .list()
            .reduce((sum, device) => sum + parts.sentToday(device.row.id), 0),
        },
      });
    });

    app.get('/devices', (_request, reply) => {
      reply.send({ ok: true, items: deviceItems(parts), phones: parts.adb.phones(), adb: parts.adb.view() });
    });

    app.post(
      '/provision',
      {
        schema: {
          body: Type.Object(
            {
              serial: Type.String({ minLength: 1, maxLength: 128 }),
              replace: Type.Optional(Type.Boolean()),
            },
            { additionalProperties: false },
          ),
        },
      },
      (request, reply) => {
        const { serial, replace = false } = request.body;
        reply.code(202).send({ ok: true, run_id: parts.provisioning.start({ serial, mayReplace: replace }) });
      },
    );

    app.get(
      '/provision/:run_id',
      { schema: { params: Type.Object({ run_id: Type.String({ maxLength: 64 }) }) } },
      (request, reply) => {
        const run = parts.provisioning.run(request.params.run_id);
        if (run === undefined) throw new GatewayError('not_found', 'There is no such run.');
        reply.send({ ok: true, ...run });
      },
    );

    app.post(
      '/pairing-codes',
      {
        schema: {
          body: Type.Object(
            {
              serial: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
              parts_per_minute: Type.Optional(
                Type.Union([Type.Integer({ minimum: 1, maximum: 10_000 }), Type.Null()]),
              ),
              name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
            },
            { additionalProperties: false },
          ),
        },
      },
      (request, reply) => {
        reply.code(201).send({ ok: true, ...parts.pairingCode(request.body) });
      },
    );

    app.get('/messages', { schema: { querystring: ListMessagesQuery } }, (request, reply) => {
      const filter = filterOf(request.query);
      const items = parts.messages.list(filter);
      reply.send({ ok: true, items, next_cursor: nextCursor(parts, items, filter.limit) });
    });

    app.get(
      '/messages/:request_id',
      { schema: { params: Type.Object({ request_id: Type.String({ maxLength: 64 }) }) } },
      (request, reply) => {
        reply.send(parts.messages.view(request.params.request_id, null));
      },
    );

    app.post('/messages', { schema: { body: SendMessageBody } }, async (request, reply) => {
      const { wait_seconds: _ignored, ...message } = request.body;
      const sender = { clientId: OPERATOR_CLIENT_ID, mode: operatorMode(parts, message.device) };
      const accepted = await parts.messages.submit(sender, message, null);
      return reply.code(202).send(acceptedAnswer(accepted, accepted.status));
    });

    app.post(
      '/messages/preview',
      {
        schema: {
          body: Type.Object(
            { to: Type.Optional(Type.String({ maxLength: 64 })), text: Type.String({ maxLength: 4096 }) },
            { additionalProperties: false },
          ),
        },
      },
      (request, reply) => {
        const counted = countParts(request.body.text);
        const number =
          request.body.to === undefined || request.body.to === ''
            ? null
            : parts.previewNumber(request.body.to);
        reply.send({
          ok: true,
          to: number?.ok === true ? (number.e164 ?? null) : null,
          encoding: counted.encoding,
          parts: counted.parts,
          characters: request.body.text.length,
          per_part: counted.perPart,
          remaining: counted.remaining,
          ...(number?.problem === undefined ? {} : { error: inEnglish(number.problem).message }),
        });
      },
    );

    for (const [path, isPaused] of [
      ['/queue/pause', true],
      ['/queue/resume', false],
    ] as const) {
      app.post(path, async () => {
        await parts.setPaused(isPaused);
        return { ok: true, state: parts.queue(null).state };
      });
    }

    app.get('/tokens', (_request, reply) => {
      reply.send({
        ok: true,
        items: parts.access.list().map((token) => ({
          ...token,
          created_at: formatTime(token.created_at),
          last_used_at: formatTimeOrNull(token.last_used_at),
        })),
      });
    });

    app.post(
      '/tokens',
      {
        schema: {
          body: Type.Object(
            { name: Type.String({ minLength: 1, maxLength: 64 }), mode: Mode },
            { additionalProperties: false },
          ),
        },
      },
      async (request, reply) => {
        const made = await parts.createToken(request.body.name, request.body.mode);
        return reply.code(201).send({ ok: true, id: made.id, token: made.token });
      },
    );
    done();
  };
}
