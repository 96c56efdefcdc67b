import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SESSION_MS = 12 * 3_600_000;
const SECRET_MS = 10 * 60_000;

interface SignedIn {
  readonly cookie: string;
  readonly headerToken: string;
}

/**
 * Signs the operator in when the screens are in a browser. A secret works once and for ten minutes; a session
 * needs both its cookie and a header token that only the page that signed in knows. `now` is the monotonic clock.
 */
export interface OperatorSessions {
  /**
   * Hands a fresh secret to `keep`, and replaces the one before only when that returns. When it throws, the one before
   * works for another ten minutes, also if it was used: where no other can be kept, it is the only way in.
   */
  readonly renewSecret: (keep: (secret: string) => void) => void;
  signIn(secret: string): SignedIn | null;
  isSignedIn(cookie: string | undefined, headerToken: string | undefined): boolean;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export function createOperatorSessions(now: () => number): OperatorSessions {
  const sessions = new Map<string, { readonly headerToken: Buffer; readonly until: number }>();
  let secret: { readonly hash: Buffer; isUsed: boolean; until: number } | null = null;

  function renewSecret(keep: (text: string) => void): void {
    const text = randomBytes(24).toString('base64url');
    try {
      keep(text);
    } catch (error) {
      if (secret !== null) {
        secret.isUsed = false;
        secret.until = now() + SECRET_MS;
      }
      throw error;
    }
    secret = { hash: digest(text), isUsed: false, until: now() + SECRET_MS };
  }

  return {
    renewSecret,
    signIn: (tried) => {
      if (secret === null || secret.isUsed || now() > secret.until) return null;
      if (!timingSafeEqual(digest(tried), secret.hash)) return null;
      secret.isUsed = true;
      const cookie = randomBytes(24).toString('base64url');
      const headerToken = randomBytes(24).toString('base64url');
      sessions.set(digest(cookie).toString('hex'), {
        headerToken: digest(headerToken),
        until: now() + SESSION_MS,
      });
      return { cookie, headerToken };
    },
    isSignedIn: (cookie, headerToken) => {
      if (cookie === undefined || headerToken === undefined) return false;
      const key = digest(cookie).toString('hex');
      const session = sessions.get(key);
      if (session === undefined) return false;
      if (now() > session.until) {
        sessions.delete(key);
        return false;
      }
      return timingSafeEqual(session.headerToken, digest(headerToken));
    },
  };
}
