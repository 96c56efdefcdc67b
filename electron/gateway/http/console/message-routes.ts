import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { MESSAGE_ROUTES, type CountedText } from '../../../shared/console/messages.ts';
import { countParts } from '../../../shared/parts.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { OPERATOR_CLIENT_ID } from '../../access/access-service.ts';
import type { HttpDeps } from '../http-deps.ts';
import { acceptedAnswer, cursorOf, filterOf, previewAnswer } from '../answer-shapes.ts';

/** Messages of every client, in both modes; what the operator sends belongs to the operator. */
export function messageRoutes(deps: HttpDeps): FastifyPluginCallbackTypebox {
  const { messages } = deps;
  return (app, _options, done) => {
    app.get('/messages', { schema: MESSAGE_ROUTES['GET /messages'] }, async (request) => {
      const page = await messages.list(filterOf(request.query));
      return { ok: true as const, items: page.items, next_cursor: cursorOf(page) };
    });

    app.get(
      '/messages/:request_id',
      { schema: MESSAGE_ROUTES['GET /messages/:request_id'] },
      (request, reply) => {
        reply.send({ ok: true, ...messages.view(request.params.request_id, null) });
      },
    );

    app.post('/messages', { schema: MESSAGE_ROUTES['POST /messages'] }, async (request, reply) => {
      const sender = { clientId: OPERATOR_CLIENT_ID, mode: deps.modes.of(request.body.device) };
      const accepted = await messages.submit(sender, request.body, null);
      return reply.code(202).send(acceptedAnswer(accepted, accepted.status));
    });

    app.post(
      '/messages/:request_id/cancel',
      { schema: MESSAGE_ROUTES['POST /messages/:request_id/cancel'] },
      async (request, reply) => {
        const { request_id } = request.params;
        const status = await deps.actions.cancel(request_id, null);
        return reply.code(status === 'cancelled' ? 200 : 202).send({ ok: true, request_id, status });
      },
    );

    app.post(
      '/messages/:request_id/resend',
      { schema: MESSAGE_ROUTES['POST /messages/:request_id/resend'] },
      async (request, reply) => {
        const accepted = await deps.actions.resend(request.params.request_id, null, {
          mayDuplicate: request.body.accept_duplicate_risk === true,
          idempotencyKey: null,
        });
        return reply.code(202).send(acceptedAnswer(accepted, accepted.status));
      },
    );

    app.post('/messages/preview', { schema: MESSAGE_ROUTES['POST /messages/preview'] }, async (request) => {
      const sender = { clientId: OPERATOR_CLIENT_ID, mode: deps.modes.of(request.body.device) };
      return previewAnswer(await deps.actions.preview(sender, request.body));
    });

    app.post('/messages/count', { schema: MESSAGE_ROUTES['POST /messages/count'] }, (request, reply) => {
      reply.send(countedOf(request.body, deps.readNumber));
    });

    // The messages of a list that changed, so that a screen far down a long list need not load its pages again.
    app.post('/messages/rows', { schema: MESSAGE_ROUTES['POST /messages/rows'] }, (request, reply) => {
      reply.send({ ok: true, items: messages.ofIds(request.body.ids) });
    });
    done();
  };
}

function countedOf(
  draft: { readonly to?: string; readonly text: string },
  readNumber: HttpDeps['readNumber'],
): CountedText {
  const counted = countParts(draft.text.normalize('NFC'));
  const number = draft.to === undefined || draft.to === '' ? null : readNumber(draft.to);
  return {
    ok: true,
    to: number?.ok === true ? number.e164 : null,
    encoding: counted.encoding,
    parts: counted.parts,
    characters: draft.text.length,
    per_part: counted.perPart,
    remaining: counted.remaining,
    ...(number?.ok === false ? { error: { ...number.problem, ...inEnglish(number.problem) } } : {}),
  };
}
