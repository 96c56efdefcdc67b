/** The HTTP servers under the app: what Node's own parser refuses is answered in the shape of the API. */
import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { Failed } from '../foundation/faults.ts';
import { afterInBackground } from '../foundation/timers.ts';
import { errorBody, newTraceId } from './error-answer.ts';
import { createReadGate } from './read-gate.ts';

const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than an answer may wait, which is 30 s: a peer that reads nothing meanwhile is cut. */
const SILENCE_MS = 90_000;
const KEEP_ALIVE_MS = 72_000;
/** How long a peer has to take the answer to what could not be read. */
const LINGER_MS = 1_000;

/** The statuses of what the parser refuses, by Node's code; everything else is 400. */
const PARSER_REFUSALS: Readonly<Record<string, GatewayError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: new GatewayError('malformed', sentence('refusal.too_slow'), { status: 408 }),
  HPE_HEADER_OVERFLOW: new GatewayError('malformed', sentence('refusal.headers_too_large'), { status: 431 }),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new GatewayError('malformed', sentence('refusal.not_readable'), {
    status: 413,
  }),
};
const NOT_READABLE = new GatewayError('malformed', sentence('refusal.not_readable'));
const NO_TUNNELS = new GatewayError('method_not_allowed', sentence('refusal.no_tunnels'), {
  headers: { allow: 'GET, HEAD, POST' },
});

/** In the middle of an answer nothing may be written between its bytes; Node itself looks here before it answers. */
function isHalfAnswered(socket: Duplex): boolean {
  const response: unknown = Reflect.get(socket, '_httpMessage');
  return typeof response === 'object' && response !== null && Reflect.get(response, 'headersSent') === true;
}

function answerRaw(socket: Duplex, refusal: GatewayError): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorBody(refusal, newTraceId(), false));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...refusal.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => {
    socket.destroy();
  });
  socket.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n${lines.join('')}\r\n${body}`,
  );
  const close = (): void => {
    socket.destroy();
  };
  afterInBackground(LINGER_MS, close, close);
}

/** Makes servers that share one gate, so that no door's reads hold up those of another. */
export function createServers(failed: Failed): (handle: RequestListener) => Server {
  const admit = createReadGate(failed);
  return (handle) => {
    const take: RequestListener = (request, response) => {
      admit(request, response, () => {
        handle(request, response);
      });
    };
    // Without a Host the guard answers, not Node.
    const server = createServer({ requireHostHeader: false }, take);
    server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.setTimeout(SILENCE_MS);
    server.on('checkExpectation', take);
    server.on('connect', (_request, socket) => {
      answerRaw(socket, NO_TUNNELS);
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed || isHalfAnswered(socket)) socket.destroy();
      else answerRaw(socket, PARSER_REFUSALS[error.code ?? ''] ?? NOT_READABLE);
    });
    return server;
  };
}
