/** A raw HTTP client that may send what fetch would refuse to, over a port or a Unix socket. */
import { request } from 'node:http';

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
  readonly body?: string;
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
