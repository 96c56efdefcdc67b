/** Calls to the operator's door of a headless gateway: `<data-dir>/console.sock`. */
import { request } from 'node:http';
import { join } from 'node:path';

const DEADLINE_MS = 30_000;

/** Sends one request and answers its JSON; rejects unless the status is 2xx. */
export function callConsole(
  dataDir: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath: join(dataDir, 'console.sock'),
        method,
        path: `/console${path}`,
        timeout: DEADLINE_MS,
        headers:
          text === ''
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (answer += chunk));
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(JSON.parse(answer));
          else reject(new Error(`${method} /console${path} answered ${status}: ${answer}`));
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} /console${path}`)));
    call.on('error', reject);
    call.end(text);
  });
}

/** What a phone needs to pair, from `POST /console/pairing-codes`. */
export interface PairingCode {
  readonly code: string;
  readonly pin: string;
  readonly host: string;
  readonly port: number;
}

/** A one-time code for a phone without pacing. */
export async function makePairingCode(dataDir: string, name: string): Promise<PairingCode> {
  const { code, pin, host, port } = (await callConsole(dataDir, 'POST', '/pairing-codes', {
    name,
    parts_per_minute: null,
  })) as PairingCode;
  return { code, pin, host, port };
}
