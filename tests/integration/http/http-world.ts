/** A gateway inside the test's own process, with a raw HTTP client that may send what fetch would refuse to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { GatewayInfo } from '../../../electron/gateway/wiring/gateway-options.ts';
import { createGateway } from '../../../electron/gateway/wiring/gateway.ts';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
  readonly code: string | undefined;
}

export interface RawCall {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Null sends none; the live token unless told. */
  readonly token?: string | null;
}

export interface HttpWorld {
  readonly info: GatewayInfo;
  readonly dataDir: string;
  readonly live: string;
  readonly test: string;
  call(call: RawCall): Promise<RawAnswer>;
  post(body: unknown, more?: Partial<RawCall>): Promise<RawAnswer>;
  /** How many messages are stored, of any client. */
  stored(): Promise<number>;
}

export async function setUpHttp(): Promise<HttpWorld> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-http-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = createGateway({
    dataDir,
    httpPort: 0,
    relayPort: 0,
    adbPort: null,
    demoPhone: false,
    makeTokens: true,
    logger: silentLogger,
  });
  const info = await gateway.start();
  onTestFinished(() => gateway.stop());
  const live = info.tokens?.live ?? '';
  const world: HttpWorld = {
    info,
    dataDir,
    live,
    test: info.tokens?.test ?? '',
    call: (call) => rawCall(info, live, call),
    post: (body, more = {}) =>
      world.call({
        method: 'POST',
        path: '/v1/messages',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...more,
        headers: { 'content-type': 'application/json', ...more.headers },
      }),
    stored: async () => {
      const counts = [];
      for (const token of [live, world.test]) {
        const { body } = await world.call({ path: '/v1/messages?limit=200', token });
        counts.push(Array.isArray(body['items']) ? body['items'].length : Number.NaN);
      }
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
  return world;
}

function rawCall(info: GatewayInfo, live: string, call: RawCall): Promise<RawAnswer> {
  const token = call.token === undefined ? live : call.token;
  const url = new URL(info.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: url.hostname,
        port: url.port,
        path: call.path,
        method: call.method ?? 'GET',
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...call.headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const body = readObject(text);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, code: codeOf(body) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(call.body);
  });
}

function readObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function codeOf(body: Record<string, unknown>): string | undefined {
  const error: unknown = body['error'];
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}
