/** A raw HTTP client that may send what fetch would refuse to, over a port or a Unix socket. */
import { request } from 'node:http';
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The object that the answer is; empty where it is none. */
  readonly body: Record<string, unknown>;
  readonly code: string | undefined;
}

export interface RawCall {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Where to: `http://127.0.0.1:PORT`, or the path of a Unix socket. */
export function rawCall(to: string, call: RawCall): Promise<RawAnswer> {
  const where = to.startsWith('http://')
    ? { host: new URL(to).hostname, port: new URL(to).port }
    : { socketPath: to };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...where, path: call.path, method: call.method ?? 'GET', headers: { ...call.headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const body = readObject(text);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body,
            code: codeOf(body),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(call.body);
  });
}

function readObject(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function codeOf(body: Record<string, unknown>): string | undefined {
  const error: unknown = body['error'];
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

/**
 * Writes requests to the port in one piece, so that the gateway reads all of them in one turn of its loop; resolves
 * with the answers' statuses, in order.
 */
export function pipelinedCalls(url: string, calls: readonly RawCall[]): Promise<readonly number[]> {
  const { hostname, port, host } = new URL(url);
  const lines = calls.map((call, index) => {
    const body = String(call.body ?? '');
    const headers = {
      host,
      'content-length': String(Buffer.byteLength(body)),
      connection: index === calls.length - 1 ? 'close' : 'keep-alive',
      ...call.headers,
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${call.method ?? 'GET'} ${call.path} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(lines.join('')));
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve([...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)));
    });
  });
}

/** Writes bytes to the port as they are and resolves with all that came back once the gateway closes or falls silent. */
export function rawBytes(url: string, bytes: string | Uint8Array, silenceMs = 500): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    const end = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(silenceMs, end);
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

/** The status and the object of the first answer in what `rawBytes` resolved with. */
export function firstAnswer(text: string): {
  readonly status: number;
  readonly body: Record<string, unknown>;
} {
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]);
  return { status, body: readObject(text.slice(text.indexOf('\r\n\r\n') + 4)) };
}
