import { describe, expect, it } from 'vitest';
import { createOperatorSessions } from '../../../../../../electron/gateway/http/console/operator-sessions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function setup() {
  const clock = { now: 1_800_000_000_000 };
  const sessions = createOperatorSessions(() => clock.now);
  const newSecret = (): string => {
    let made = '';
    sessions.renewSecret((text) => {
      made = text;
    });
    return made;
  };
  const signIn = () => {
    const signedIn = sessions.signIn(newSecret());
    if (signedIn === null) throw new Error('the sign-in was refused');
    return signedIn;
  };
  return { clock, sessions, newSecret, signIn };
}

describe('a sign-in secret', () => {
  it('works once', () => {
    const { sessions, newSecret } = setup();
    const secret = newSecret();
    expect(sessions.signIn(secret)).not.toBeNull();
    expect(sessions.signIn(secret)).toBeNull();
  });

  it.each([
    [10 * MINUTE_MS, true],
    [10 * MINUTE_MS + 1, false],
  ])('%i ms old: signs in is %s', (age, isSignedIn) => {
    const { clock, sessions, newSecret } = setup();
    const secret = newSecret();
    clock.now += age;
    expect(sessions.signIn(secret) !== null).toBe(isSignedIn);
  });

  it('is worth nothing once there is a newer one, and a wrong one costs it nothing', () => {
    const { sessions, newSecret } = setup();
    const older = newSecret();
    const newest = newSecret();
    expect(sessions.signIn(older)).toBeNull();
    expect(sessions.signIn('')).toBeNull();
    expect(sessions.signIn(newest)).not.toBeNull();
  });

  it('does not exist before the first was made', () => {
    expect(setup().sessions.signIn('')).toBeNull();
  });
});

describe('a session', () => {
  it('needs its cookie and its own header token together', () => {
    const { sessions, signIn } = setup();
    const { cookie, headerToken } = signIn();
    const other = signIn();
    expect(sessions.isSignedIn(cookie, headerToken)).toBe(true);
    expect(sessions.isSignedIn(other.cookie, other.headerToken)).toBe(true);
    expect(sessions.isSignedIn(cookie, undefined)).toBe(false);
    expect(sessions.isSignedIn(cookie, '')).toBe(false);
    expect(sessions.isSignedIn(cookie, other.headerToken)).toBe(false);
    expect(sessions.isSignedIn(undefined, headerToken)).toBe(false);
    expect(sessions.isSignedIn('', headerToken)).toBe(false);
  });

  it.each([
    [12 * HOUR_MS, true],
    [12 * HOUR_MS + 1, false],
  ])('%i ms old: still signed in is %s', (age, isSignedIn) => {
    const { clock, sessions, signIn } = setup();
    const { cookie, headerToken } = signIn();
    clock.now += age;
    expect(sessions.isSignedIn(cookie, headerToken)).toBe(isSignedIn);
  });
});
