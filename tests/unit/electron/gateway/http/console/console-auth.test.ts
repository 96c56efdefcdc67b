import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import {
  createConsoleAuth,
  SESSION_COOKIE,
  type ConsoleDoor,
} from '../../../../../../electron/gateway/http/console/console-auth.ts';

const COOKIE = { cookie: `theme=dark; ${SESSION_COOKIE}=cookie-1; lang=ne` };
const HEADER = { 'x-relaydesk-console': 'header-1' };

/** A page behind the guard; the one session there is has the cookie `cookie-1` and the header token `header-1`. */
async function ask(
  door: ConsoleDoor,
  launchToken: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const auth = createConsoleAuth({
    doors: { doorOf: () => door },
    sessions: {
      renewSecret: () => undefined,
      signIn: () => null,
      isSignedIn: (cookie, token) => cookie === 'cookie-1' && token === 'header-1',
    },
    launchToken,
  });
  const app = Fastify();
  app.setErrorHandler((error: { readonly status?: number }, _request, reply) => {
    void reply.code(error.status ?? 500).send({});
  });
  app.addHook('onRequest', auth.guard);
  app.get('/', () => ({ ok: true }));
  const { statusCode } = await app.inject({ path: '/', headers });
  await app.close();
  return statusCode;
}

describe('the guard of the console', () => {
  it.each([
    ['nothing', {}, 401],
    ['the cookie alone, as a foreign page could make a browser send it', COOKIE, 401],
    ['the header token alone', HEADER, 401],
    ['a wrong header token', { ...COOKIE, 'x-relaydesk-console': 'header-2' }, 401],
    ['cookie and header token', { ...COOKIE, ...HEADER }, 200],
  ])('answers a browser that sends %s', async (_what, headers, status) => {
    expect(await ask('browser', null, headers)).toBe(status);
  });

  it('keeps the door of browsers shut while a desktop runs, also for a session that would hold', async () => {
    expect(await ask('browser', 'launch-1', { ...COOKIE, ...HEADER })).toBe(401);
    expect(await ask('browser', 'launch-1', { ...COOKIE, ...HEADER, authorization: 'Bearer launch-1' })).toBe(
      401,
    );
  });

  it.each([
    ['our launch token', 'launch-1', 'Bearer launch-1', 200],
    ['another launch token', 'launch-1', 'Bearer launch-2', 401],
    ['our launch token with something behind it', 'launch-1', 'Bearer launch-1x', 401],
    ['a launch token where there is none', null, 'Bearer launch-1', 401],
    ['a word for no token where there is none', null, 'Bearer null', 401],
  ])('answers the socket with %s', async (_what, launchToken, authorization, status) => {
    expect(await ask('desktop', launchToken, { authorization })).toBe(status);
  });

  it('takes the mode of the socket as the credential; a pipe of Windows, which has none, needs the token', async () => {
    expect(await ask('desktop', 'launch-1', {})).toBe(process.platform === 'win32' ? 401 : 200);
    expect(await ask('desktop', null, {})).toBe(200);
  });
});
