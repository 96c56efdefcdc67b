import { logged, type Failed } from '../../foundation/faults.ts';
import type { Logger } from '../../foundation/logger.ts';
import { after, type Timer } from '../../foundation/timers.ts';

/** A secret lives ten minutes; a fresh one is written a little earlier. */
const RENEW_MS = 9 * 60_000;
/** One that could not be written is tried again: until then the one before stays in force. */
const RETRY_MS = 30_000;

interface SignInLinkDeps {
  /** `OperatorSessions.renewSecret`. */
  readonly renewSecret: (keep: (secret: string) => void) => void;
  readonly port: () => number;
  /** Writes the file that only this user may read, whole or not at all. */
  readonly write: (text: string) => void;
  readonly log: Logger;
}

/** Keeps a one-time sign-in link that works in a file of the data directory, where no desktop shows the screens. */
interface SignInLink {
  /**
   * Writes a fresh link, which voids the one before; called when one was used. One that can't be written (full disk)
   * is logged and tried again, and voids nothing.
   */
  readonly renew: () => void;
  /** Writes the first link and renews it before it gets too old. */
  start(): void;
  stop(): void;
}

export function createSignInLink({ renewSecret, port, write, log }: SignInLinkDeps): SignInLink {
  const failed: Failed = logged(log, 'the sign-in link could not be renewed; it is tried again');
  let isRunning = false;
  let next: Timer | null = null;

  function renewIn(ms: number): void {
    next?.stop();
    if (isRunning) next = after(ms, renew, failed);
  }

  function renew(): void {
    try {
      renewSecret((secret) => {
        write(`http://127.0.0.1:${port()}/#/sign-in?secret=${secret}\n`);
      });
      renewIn(RENEW_MS);
    } catch (error) {
      failed(error);
      renewIn(RETRY_MS);
    }
  }

  return {
    renew,
    start: () => {
      isRunning = true;
      renew();
    },
    stop: () => {
      isRunning = false;
      next?.stop();
    },
  };
}

/** Stands where a desktop shows the screens: there is nobody to sign in. */
export const NO_SIGN_IN_LINK: SignInLink = {
  renew: () => undefined,
  start: () => undefined,
  stop: () => undefined,
};
