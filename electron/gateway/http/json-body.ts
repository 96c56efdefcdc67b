/** Reads bodies: JSON in UTF-8, and nothing else. */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';

/**
 * Bytes that are no UTF-8 are refused (RFC 8259, section 8.1): decoding would put another character in their place.
 * An empty body is no body, whatever its content type says: many programs set one on everything.
 */
export function readJsonBodies(app: Pick<FastifyInstance, 'addContentTypeParser' | 'getDefaultJsonParser'>) {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const body = Buffer.from(bytes);
    if (body.length === 0) done(null, undefined);
    else if (isUtf8(body)) void parse(request, body.toString('utf8'), done);
    else done(new GatewayError('malformed', sentence('refusal.body_not_utf8')));
  });
}

/** Nothing here unpacks a body: one that says it is packed would be read as what it is not. */
export function refusePackedBody(
  request: FastifyRequest,
  _reply: unknown,
  done: HookHandlerDoneFunction,
): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') {
    done();
    return;
  }
  done(new GatewayError('malformed', sentence('refusal.body_packed', { encoding }), { status: 415 }));
}
