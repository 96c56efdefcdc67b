/** The two doors of the console: the port, for a browser that signed in, and the private socket. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setUpGateway, type GatewayWorld, type GatewayWorldOptions } from '../../support/gateway-world.ts';
import { rawCall, type RawAnswer } from '../../support/raw-call.ts';

const PAGE = '<!doctype html><title>RelayDesk</title>';

/** A gateway with screens to serve. */
async function setup(options: GatewayWorldOptions = {}): Promise<GatewayWorld> {
  const rendererDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-screens-'));
  onTestFinished(() => rm(rendererDir, { recursive: true, force: true }));
  await writeFile(path.join(rendererDir, 'index.html'), PAGE);
  return setUpGateway({ ...options, rendererDir });
}

const secretOf = (world: GatewayWorld): string =>
  /secret=(\S+)/.exec(readFileSync(world.info.signInLinkPath ?? '', 'utf8'))?.[1] ?? '';

const signIn = (world: GatewayWorld, secret: string): Promise<RawAnswer> =>
  world.call({
    method: 'POST',
    path: '/console/sign-in',
    token: null,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });

const overview = (world: GatewayWorld, headers: Readonly<Record<string, string>>): Promise<number> =>
  world.call({ path: '/console/overview', token: null, headers }).then(({ status }) => status);

describe('a browser', () => {
  it('signs in once with the secret of the link, and finds a fresh one laid out', async () => {
    const world = await setup();
    const secret = secretOf(world);
    expect((await signIn(world, secret)).status).toBe(200);
    expect((await signIn(world, secret)).status).toBe(401);
    expect(secretOf(world)).not.toBe(secret);
    expect((await signIn(world, secretOf(world))).status).toBe(200);
  });

  it('must bring cookie and header token with each call', async () => {
    const world = await setup();
    const signedIn = await signIn(world, secretOf(world));
    const [setCookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/console; Max-Age=43200$/);
    const cookie = setCookie.split(';')[0] ?? '';
    const token = { 'x-relaydesk-console': String(signedIn.body['header_token']) };
    expect(await overview(world, { cookie, ...token })).toBe(200);
    expect(await overview(world, { cookie })).toBe(401);
    expect(await overview(world, token)).toBe(401);
    expect(await overview(world, { cookie, 'x-relaydesk-console': cookie })).toBe(401);
  });

  it('gets the screens under a policy that lets in nothing from elsewhere', async () => {
    const world = await setup();
    const page = await world.call({ path: '/', token: null });
    expect([page.status, page.text]).toEqual([200, PAGE]);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/connect-src 'self'(;|$)/);
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  it('finds no door while a desktop runs: no link, no screens, no console', async () => {
    const world = await setup({ launchToken: 'launch-1' });
    expect(world.info.signInLinkPath).toBeNull();
    expect((await world.call({ path: '/', token: null })).status).toBe(404);
    expect(await overview(world, { authorization: 'Bearer launch-1' })).toBe(401);
    expect((await signIn(world, 'guess')).status).toBe(401);
  });
});

describe('the private socket', () => {
  const ask = (
    world: GatewayWorld,
    route: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawAnswer> => rawCall(world.info.consoleSocketPath, { path: route, headers });

  it.each([
    ['Bearer launch-1', 200],
    ['Bearer launch-2', 401],
    ['Bearer ', 401],
  ])('of a desktop takes its launch token and no other: %s is %i', async (authorization, status) => {
    const world = await setup({ launchToken: 'launch-1' });
    expect((await ask(world, '/console/overview', { authorization })).status).toBe(status);
  });

  it.each(['/v1/health', '/v1/messages', '/v1/openapi.json', '/', '/consoles', '/v1/../console/overview'])(
    'speaks only for the screens: %s is not found',
    async (route) => {
      const world = await setup();
      const answer = await ask(world, route, { 'x-api-key': world.live });
      expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    },
  );
});
