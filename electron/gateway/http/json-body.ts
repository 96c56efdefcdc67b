/** Reads bodies: JSON in UTF-8, and nothing else. */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { dropNulls } from './absent-fields.ts';

/**
 * Bytes that are no UTF-8 are refused (RFC 8259, section 8.1): decoding would put another character in their place.
 * An empty body is no body, whatever its content type says: many programs set one on everything.
 */
export function readJsonBodies(app: Pick<FastifyInstance, 'addContentTypeParser' | 'getDefaultJsonParser'>) {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (bytes.length === 0) {
      done(null, undefined);
      return;
    }
    const refusal = refusalOf(request, bytes);
    if (refusal !== null) {
      done(refusal);
      return;
    }
    const text = bytes.toString('utf8');
    void parse(request, text, (error, body) => {
      // Only a body with this word can hold a null, and most have none.
      if (error === null && text.includes('null')) dropNulls(body, request.routeOptions.schema?.body);
      done(error, body);
    });
  });
}

/** Nothing here unpacks a body: one that says it is packed would be read as what it is not. */
function refusalOf(request: FastifyRequest, bytes: Buffer): GatewayError | null {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    return new GatewayError('malformed', sentence('refusal.body_packed', { encoding }), { status: 415 });
  }
  return isUtf8(bytes) ? null : new GatewayError('malformed', sentence('refusal.body_not_utf8'));
}
