/**
 * Carries the window's `/console/` calls to the gateway's private socket. The page's own credentials and origin are
 * dropped, the launch token is added here, and the page never sees it. Node's HTTP, because Electron's `net.fetch`
 * keeps aborted streams open at the gateway.
 */
import http from 'node:http';
import { Readable } from 'node:stream';
import type { GatewaySupervisor } from './gateway-supervisor.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** How long a call waits for a gateway that is just starting. */
const STARTING_DEADLINE_MS = 15_000;

const DROPPED_REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'origin',
  'referer',
  'cookie',
  'authorization',
  'x-api-key',
  'x-relaydesk-console',
  'forwarded',
  'connection',
  'keep-alive',
  'upgrade',
  'transfer-encoding',
  'te',
  'trailer',
  'content-length',
  'expect',
]);
const DROPPED_REQUEST_PREFIXES = ['sec-', 'proxy-', 'x-forwarded-'] as const;
const DROPPED_ANSWER_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'set-cookie',
  'content-length',
]);
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** The headers that go on to the gateway: what describes the body and the answer wanted, nothing about who asks. */
function forwardedHeaders(incoming: Headers, launchToken: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of incoming) {
    const isDropped =
      DROPPED_REQUEST_HEADERS.has(name) || DROPPED_REQUEST_PREFIXES.some((prefix) => name.startsWith(prefix));
    if (!isDropped) headers[name] = value;
  }
  headers['host'] = 'relaydesk';
  headers['authorization'] = `Bearer ${launchToken}`;
  return headers;
}

/** Answers like the gateway does when it could not be asked. `gateway_stopped` is the desktop's own code. */
function gatewayStopped(sentence: string): Response {
  const body = { ok: false, error: { code: 'gateway_stopped', message: sentence } };
  return Response.json(body, { status: 503, headers: SECURITY_HEADERS });
}

/**
 * Forwards one call and streams its answer. When the page gives up, the gateway's side is closed too.
 * A call that broke is not repeated: the gateway may have done it.
 * @param path a normalised path under `/console/`, with its query
 */
export async function forwardConsoleCall(
  gateway: Pick<GatewaySupervisor, 'access' | 'condition'>,
  request: Request,
  path: string,
): Promise<Response> {
  const access = await gateway.access(STARTING_DEADLINE_MS, request.signal);
  if (access === undefined) {
    const condition = gateway.condition();
    return gatewayStopped(condition.state === 'failed' ? condition.sentence : 'The gateway is not running.');
  }
  const upstream = http.request({
    socketPath: access.info.consoleSocketPath,
    method: request.method,
    path,
    headers: forwardedHeaders(request.headers, access.launchToken),
    agent: false,
    signal: request.signal,
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve);
    upstream.once('error', reject);
  });
  // Errors after the answer began end its stream, which tells the page; here they only must not be uncaught.
  upstream.on('error', () => upstream.destroy());
  sendBody(request, upstream);
  try {
    return toResponse(await answered);
  } catch {
    // Broken or refused connection, or the page gave up: the supervisor learns of a dead gateway by its exit.
    return gatewayStopped('The gateway did not answer.');
  }
}

function sendBody(request: Request, upstream: http.ClientRequest): void {
  if (request.body === null) {
    upstream.end();
    return;
  }
  const body = Readable.from(chunksOf(request.body), { objectMode: false });
  body.on('error', (error) => upstream.destroy(error));
  body.pipe(upstream);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Without this a page's upload would go on after the gateway has hung up.
    await reader.cancel();
  }
}

function toResponse(answer: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    if (DROPPED_ANSWER_HEADERS.has(name)) continue;
    for (const value of values ?? []) headers.append(name, value);
  }
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  const status = answer.statusCode ?? 502;
  if (WITHOUT_BODY.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  return new Response(streamOf(answer), { status, headers });
}

/** The answer as a web stream; cancelling it, which an aborting page does, closes the connection. */
function streamOf(answer: http.IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        answer.on('data', (chunk: Uint8Array) => {
          controller.enqueue(new Uint8Array(chunk));
          if ((controller.desiredSize ?? 0) <= 0) answer.pause();
        });
        answer.once('end', () => controller.close());
        answer.once('error', (error) => controller.error(error));
      },
      pull() {
        answer.resume();
      },
      cancel() {
        answer.destroy();
      },
    },
    { highWaterMark: 16 },
  );
}
