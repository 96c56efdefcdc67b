import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { answerAppRequest } from '../../../../electron/main/app-requests.ts';
import { waitFor } from '../../../support/wait-for.ts';

const TOKEN = 'launch-token';

interface World {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly seen: http.IncomingMessage[];
  readonly openStreams: () => number;
  readonly gatewayDown: () => Promise<void>;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A built page in a folder, and a gateway on a real Unix socket that tells what reached it. */
async function setup({ isRunning = true } = {}): Promise<World> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-app-'));
  const rendererDir = path.join(dir, 'renderer');
  mkdirSync(path.join(rendererDir, 'assets'), { recursive: true });
  writeFileSync(path.join(rendererDir, 'index.html'), '<title>RelayDesk</title>');
  writeFileSync(path.join(rendererDir, 'assets', 'a.js'), 'export {};');
  writeFileSync(path.join(rendererDir, 'notes'), 'no known kind');
  writeFileSync(path.join(dir, 'secret.json'), '{}');
  const socketPath = path.join(dir, 'c.sock');
  const seen: http.IncomingMessage[] = [];
  let openStreams = 0;
  const server = http.createServer((request, answer) => {
    seen.push(request);
    if (request.url === '/console/events') {
      openStreams += 1;
      request.socket.once('close', () => (openStreams -= 1));
      answer.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': 'a=b' });
      answer.write('data: 1\n\n');
      return;
    }
    if (request.url === '/console/broken') {
      answer.writeHead(200, { 'content-length': '100' });
      answer.write('half');
      answer.socket?.destroySoon();
      return;
    }
    if (request.url === '/console/silent') return;
    if (request.url === '/console/nothing') return void answer.writeHead(204).end();
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      answer.writeHead(202, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ method: request.method, url: request.url, sha256: hash.digest('hex') }));
    });
  });
  server.listen(socketPath);
  await once(server, 'listening');
  const gatewayDown = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }), gatewayDown);
  const access = {
    info: { url: 'http://x', relayPort: 1, consoleSocketPath: socketPath },
    launchToken: TOKEN,
  };
  const gateway = {
    access: () => Promise.resolve(isRunning ? access : undefined),
    condition: () => ({ state: 'failed', sentence: 'Port 8642 is taken.' }) as const,
  };
  const ask = (target: string, init?: RequestInit) =>
    answerAppRequest(new Request(`app://relaydesk${target}`, init), { rendererDir, gateway });
  return { ask, seen, openStreams: () => openStreams, gatewayDown };
}

describe('files of app://relaydesk/', () => {
  it('serves the page and its scripts with their types and the security headers', async () => {
    const { ask } = await setup();
    const page = await ask('/');
    expect(page.status).toBe(200);
    expect(await page.text()).toBe('<title>RelayDesk</title>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect((await ask('/assets/a.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/missing.js',
    '/assets',
    '/notes',
    '/../secret.json',
    '/..%2fsecret.json',
    '/assets/..%2f..%2fsecret.json',
  ])('answers %s with 404 and the security headers', async (target) => {
    const { ask } = await setup();
    const answer = await ask(target);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('can only be read', async () => {
    const { ask } = await setup();
    expect((await ask('/', { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('refuses another host and a request from another origin', async () => {
    const { ask, seen } = await setup();
    const deps = { rendererDir: '/', gateway: { access: () => Promise.resolve(undefined), condition } };
    expect((await answerAppRequest(new Request('app://other/console/x'), deps)).status).toBe(404);
    expect((await ask('/console/x', { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect(seen).toHaveLength(0);
  });
});

const condition = () => ({ state: 'stopped' }) as const;

describe('/console/ of app://relaydesk/', () => {
  it('forwards method, path, query and body, and gives the answer back', async () => {
    const { ask } = await setup();
    const body = 'नमस्ते'.repeat(50_000);
    const answer = await ask('/console/messages?limit=5', { method: 'POST', body });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('content-security-policy')).not.toBeNull();
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/console/messages?limit=5',
      sha256: createHash('sha256').update(body).digest('hex'),
    });
  });

  it('brings the launch token, and drops what the page says of itself', async () => {
    const { ask, seen } = await setup();
    const sent = {
      host: 'evil.example',
      origin: 'app://relaydesk',
      cookie: 'a=b',
      authorization: 'Bearer page',
      'x-api-key': 'page',
      'sec-fetch-site': 'cross-site',
      'sec-ch-ua': 'x',
      referer: 'app://relaydesk/',
      'x-forwarded-for': '1.2.3.4',
      'content-type': 'application/json',
      'accept-language': 'ne',
    };
    await ask('/console/x', { headers: sent });
    const { connection: _connection, ...received } = seen[0]?.headers ?? {};
    expect(received).toEqual({
      host: 'relaydesk',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'accept-language': 'ne',
    });
  });

  it('streams as the gateway writes, without its cookies, and closes its side when the page stops reading', async () => {
    const { ask, openStreams } = await setup();
    const answer = await ask('/console/events');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n');
    expect(openStreams()).toBe(1);
    await reader?.cancel();
    await waitFor('the stream to close', () => openStreams() === 0);
  });

  it('closes the stream when the page aborts', async () => {
    const { ask, openStreams } = await setup();
    const page = new AbortController();
    const answer = await ask('/console/events', { signal: page.signal });
    const reading = answer.text();
    page.abort();
    await expect(reading).rejects.toThrow();
    await waitFor('the stream to close', () => openStreams() === 0);
  });

  it('lets go of a call that the page aborts before the answer', async () => {
    const { ask, seen } = await setup();
    const page = new AbortController();
    const asked = ask('/console/silent', { signal: page.signal });
    const request = await waitFor('the call', () => seen[0]);
    const closed = once(request.socket, 'close');
    page.abort();
    await closed;
    expect((await asked).status).toBe(503);
  });

  it('passes an answer without a body', async () => {
    const { ask } = await setup();
    const answer = await ask('/console/nothing');
    expect([answer.status, answer.body]).toEqual([204, null]);
  });

  it('breaks off an answer that the gateway broke off', async () => {
    const { ask } = await setup();
    await expect((await ask('/console/broken')).text()).rejects.toThrow();
  });

  it('says why there is no gateway', async () => {
    const { ask } = await setup({ isRunning: false });
    const answer = await ask('/console/overview');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      ok: false,
      error: { code: 'gateway_stopped', message: 'Port 8642 is taken.' },
    });
  });

  it('says so when the gateway has just died', async () => {
    const { ask, gatewayDown } = await setup();
    await gatewayDown();
    expect((await ask('/console/overview')).status).toBe(503);
  });
});
