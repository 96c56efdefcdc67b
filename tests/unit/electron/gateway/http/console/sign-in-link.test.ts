import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../../../../electron/gateway/foundation/logger.ts';
import { createOperatorSessions } from '../../../../../../electron/gateway/http/console/operator-sessions.ts';
import { createSignInLink } from '../../../../../../electron/gateway/http/console/sign-in-link.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The link over real sessions, with the file as the operator finds it. */
function setup() {
  const file = { text: '', writes: 0, isDiskFull: false };
  const sessions = createOperatorSessions(() => Date.now());
  const link = createSignInLink({
    renewSecret: sessions.renewSecret,
    port: () => 8642,
    write: (text) => {
      if (file.isDiskFull) throw new Error('the disk is full');
      file.text = text;
      file.writes += 1;
    },
    log: silentLogger,
  });
  const secret = (): string => file.text.trim().split('secret=')[1] ?? '';
  /** What the sign-in route does. */
  const signIn = (): boolean => {
    const isSignedIn = sessions.signIn(secret()) !== null;
    if (isSignedIn) link.renew();
    return isSignedIn;
  };
  return { link, file, secret, signIn, sessions };
}

describe('the sign-in link', () => {
  it('is written at the start, after use, and before its secret of ten minutes is too old', () => {
    const { link, file, signIn } = setup();
    link.start();
    expect(file.text).toMatch(/^http:\/\/127\.0\.0\.1:8642\/#\/sign-in\?secret=\S+\n$/);
    expect(signIn()).toBe(true);
    expect(file.writes).toBe(2);
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(file.writes).toBe(3);
    link.stop();
  });

  it('works once', () => {
    const { link, secret, signIn, sessions } = setup();
    link.start();
    const first = secret();
    expect(signIn()).toBe(true);
    expect(sessions.signIn(first)).toBeNull();
    link.stop();
  });

  it('is written no more after stop, which is safe twice and before start', () => {
    const { link, file } = setup();
    link.stop();
    link.start();
    link.stop();
    link.stop();
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(file.writes).toBe(1);
  });

  it('ends no gateway when the disk is full, and the link in the file goes on working however long that lasts', () => {
    const { link, file, signIn } = setup();
    link.start();
    file.isDiskFull = true;
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(signIn()).toBe(true);
    link.stop();
  });

  it('spends no secret on a full disk: who was signed out can sign in again', () => {
    const { link, file, signIn } = setup();
    link.start();
    file.isDiskFull = true;
    expect(signIn()).toBe(true);
    expect(signIn()).toBe(true);
    file.isDiskFull = false;
    vi.advanceTimersByTime(MINUTE_MS);
    expect(file.writes).toBe(2);
    expect(signIn()).toBe(true);
    link.stop();
  });

  it('comes as soon as there is room when the disk was full at the start', () => {
    const { link, file, signIn } = setup();
    file.isDiskFull = true;
    link.start();
    file.isDiskFull = false;
    vi.advanceTimersByTime(MINUTE_MS);
    expect(signIn()).toBe(true);
    link.stop();
  });
});
