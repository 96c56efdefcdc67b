/** One shape for every answer, whoever refuses: a route, the router, the framework or Node's own parser. */
import { describe, expect, it } from 'vitest';
import { firstAnswer, rawBytes, rawCall } from '../../support/raw-call.ts';
import { setUpHttp } from './http-world.ts';

const shapeOf = (code: string): object => ({
  ok: false,
  error: { code, message: expect.stringMatching(/./) as unknown, docs: `/docs#${code}` },
  trace_id: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
});
const CLIENT_HELLO = Buffer.from('16030100c8010000c40303', 'hex');

describe('what the router refuses', () => {
  it.each([
    [400, 'malformed', '/v1/messages/%zz'],
    [400, 'malformed', '/v1/messages/%E0%A4%A'],
    [400, 'malformed', '/%zz'],
    [400, 'malformed', '/console/%zz'],
    [404, 'not_found', `/v1/messages/${'a'.repeat(200)}`],
    [404, 'not_found', `/v1/messages/${'a'.repeat(8000)}`],
    [422, 'invalid_request', '/v1/messages/%00'],
  ])('%i %s: %.40s', async (status, code, path) => {
    const world = await setUpHttp();
    const answer = await world.call({ path });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(shapeOf(code));
  });

  it.each(['/v1/messages/%zz', `/v1/messages/${'a'.repeat(200)}`])(
    'comes after the guards: %.40s',
    async (path) => {
      const world = await setUpHttp();
      const host = await world.call({ path, headers: { host: 'evil.example' } });
      expect([host.status, host.body]).toEqual([421, shapeOf('host_refused')]);
      const origin = await world.call({ path, headers: { origin: 'https://evil.example' } });
      expect([origin.status, origin.body]).toEqual([403, shapeOf('origin_refused')]);
    },
  );

  it('shows nothing of the API on the private socket', async () => {
    const world = await setUpHttp();
    const answer = await rawCall(world.info.consoleSocketPath, { path: '/v1/messages/%zz' });
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
  });
});

describe('what the parser refuses', () => {
  const head = (world: { info: { url: string } }) => `Host: ${new URL(world.info.url).host}\r\n`;
  it.each<[number, string, string | Buffer]>([
    [400, 'malformed', CLIENT_HELLO],
    [400, 'malformed', 'hello\r\n\r\n'],
    [400, 'malformed', 'FLY /v1/health HTTP/1.1\r\n{host}\r\n'],
    [400, 'malformed', 'GET /v1/health HTTP/1.1\r\n{host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    [431, 'malformed', `GET /v1/health HTTP/1.1\r\n{host}X: ${'x'.repeat(20_000)}\r\n\r\n`],
    [421, 'host_refused', 'GET /v1/health HTTP/1.1\r\n\r\n'],
    [405, 'method_not_allowed', 'CONNECT evil.example:443 HTTP/1.1\r\n{host}\r\n'],
    [405, 'method_not_allowed', 'QUERY /v1/health HTTP/1.1\r\n{host}\r\n'],
    [405, 'method_not_allowed', 'TRACE /v1/health HTTP/1.1\r\n{host}\r\n'],
    [405, 'method_not_allowed', 'PROPFIND /v1/messages HTTP/1.1\r\n{host}\r\n'],
    [
      404,
      'not_found',
      'POST /nothing HTTP/1.1\r\n{host}Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx',
    ],
    [404, 'not_found', 'QUERY /nothing HTTP/1.1\r\n{host}\r\n'],
    [421, 'host_refused', 'QUERY /v1/health HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ])('%i %s: %.60j', async (status, code, bytes) => {
    const world = await setUpHttp();
    const sent = typeof bytes === 'string' ? bytes.replace('{host}', head(world)) : bytes;
    const answer = firstAnswer(await rawBytes(world.info.url, sent));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(shapeOf(code));
  });

  it('is answered so on the private socket too', async () => {
    const world = await setUpHttp();
    const headers = { x: 'x'.repeat(20_000) };
    const answer = await rawCall(world.info.consoleSocketPath, { path: '/console/session', headers });
    expect([answer.status, answer.body]).toEqual([431, shapeOf('malformed')]);
  });

  it('is not an expectation that nobody knows', async () => {
    const world = await setUpHttp();
    expect((await world.call({ path: '/v1/health', headers: { expect: 'wonders' } })).status).toBe(200);
  });
});

describe('HEAD', () => {
  it.each(['/v1/health', '/v1/messages', '/v1/inbox', '/v1/queue'])(
    'works where GET does, without a body: %s',
    async (path) => {
      const world = await setUpHttp();
      const answer = await world.call({ method: 'HEAD', path });
      expect([answer.status, answer.text]).toEqual([200, '']);
      expect(Number(answer.headers['content-length'])).toBeGreaterThan(0);
    },
  );

  it('needs the token and the scope of GET, and opens no stream', async () => {
    const world = await setUpHttp();
    expect((await world.call({ method: 'HEAD', path: '/v1/messages', token: null })).status).toBe(401);
    const stream = await rawCall(world.info.consoleSocketPath, { method: 'HEAD', path: '/console/events' });
    expect(stream.status).toBe(405);
  });
});

describe('Host', () => {
  it.each(['LOCALHOST:{port}', 'Localhost:{port}', '127.0.0.1', 'localhost', '[::1]', '[::1]:{port}'])(
    'may be %s',
    async (host) => {
      const world = await setUpHttp();
      const headers = { host: host.replace('{port}', new URL(world.info.url).port) };
      expect((await world.call({ path: '/v1/health', headers })).status).toBe(200);
    },
  );

  it.each(['localhost:1', 'localhost.', 'localhost.evil.example', '127.0.0.1.nip.io', '[::2]', '0.0.0.0'])(
    'may not be %j',
    async (host) => {
      const world = await setUpHttp();
      const answer = await world.call({ path: '/v1/health', headers: { host } });
      expect([answer.status, answer.code]).toEqual([421, 'host_refused']);
    },
  );

  it('is listened to over IPv6 too', async () => {
    const world = await setUpHttp();
    const { port } = new URL(world.info.url);
    const answer = await fetch(`http://[::1]:${port}/v1/health`);
    expect(answer.status).toBe(200);
  });
});

describe('a page of another site that navigates here', () => {
  it.each([
    '/v1/health',
    '/%76%31/health',
    '/v1/%68ealth',
    'http://{host}/v1/health',
    'HTTP://{host}/v1/health',
    'http://{host}/%761/health',
    '/v1/health?x=/',
    '/console/session',
    '/%63onsole/session',
    '//v1/health',
    '/./v1/health',
    '/x/../v1/health',
    '/%2e/v1/health',
    '/v1%2Fhealth',
    '/V1/health',
  ])('reads nothing of an API: %s', async (target) => {
    const world = await setUpHttp();
    const path = target.replace('{host}', new URL(world.info.url).host);
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const answer = await world.call({ path, headers });
    expect([403, 404]).toContain(answer.status);
  });

  it('is not a program that writes the address in another way', async () => {
    const world = await setUpHttp();
    const { host } = new URL(world.info.url);
    expect((await world.call({ path: '/%76%31/health' })).status).toBe(200);
    expect((await world.call({ path: `http://${host}/v1/health` })).status).toBe(200);
    const wrongMethod = await world.call({ method: 'DELETE', path: '/%76%31/messages' });
    expect(wrongMethod.status).toBe(405);
    const elsewhere = await world.call({ path: 'http://evil.example/v1/health' });
    expect([elsewhere.status, elsewhere.code]).toEqual([421, 'host_refused']);
  });
});
