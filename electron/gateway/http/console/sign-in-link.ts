import type { Logger } from '../../foundation/logger.ts';

/** A secret lives ten minutes; a fresh one is written a little earlier. */
const RENEW_MS = 9 * 60_000;

export interface SignInLinkDeps {
  readonly newSecret: () => string;
  readonly port: () => number;
  /** Writes the file that only this user may read. */
  readonly write: (text: string) => void;
  readonly log: Logger;
}

/** Keeps a one-time sign-in link that works in a file of the data directory, where no desktop shows the screens. */
export interface SignInLink {
  /** Writes a fresh link, which voids the one before; called when one was used. One that can't be written is logged. */
  readonly renew: () => void;
  /** Writes the first link, or throws, and renews it before it gets too old. */
  start(): void;
  stop(): void;
}

export function createSignInLink({ newSecret, port, write, log }: SignInLinkDeps): SignInLink {
  let renewal: NodeJS.Timeout | null = null;
  const writeLink = (): void => {
    write(`http://127.0.0.1:${port()}/#/sign-in?secret=${newSecret()}\n`);
  };
  const renew = (): void => {
    try {
      writeLink();
    } catch (error) {
      // A full disk must not end the gateway; the next renewal tries again.
      log.error({ error: String(error) }, 'the sign-in link could not be renewed');
    }
  };
  return {
    renew,
    start: () => {
      writeLink();
      renewal = setInterval(renew, RENEW_MS);
    },
    stop: () => {
      if (renewal !== null) clearInterval(renewal);
      renewal = null;
    },
  };
}

/** Stands where a desktop shows the screens: there is nobody to sign in. */
export const NO_SIGN_IN_LINK: SignInLink = {
  renew: () => undefined,
  start: () => undefined,
  stop: () => undefined,
};
