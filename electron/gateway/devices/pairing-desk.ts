import { createHash, randomBytes } from 'node:crypto';
import type { PairingPurpose } from './device-service.ts';

const CODE_BYTES = 16;
const LIFETIME_MS = 5 * 60_000;
const MAX_WRONG_TRIES = 3;

/**
 * Hands out one-time pairing codes and takes them back. A code is 128 random bits, works once within five minutes,
 * and pairs only what it was made for. Three wrong tries void every code that is out.
 * Codes live in memory alone: after a restart the operator starts the pairing again.
 */
export interface PairingDesk {
  issue(purpose: PairingPurpose): string;
  readonly redeem: (code: string) => PairingPurpose | null;
  /** Takes a code back that nobody used. */
  revoke(code: string): void;
}

const keyOf = (code: string): string => createHash('sha256').update(code).digest('hex');

export function createPairingDesk(now: () => number): PairingDesk {
  const codes = new Map<string, { readonly purpose: PairingPurpose; readonly until: number }>();
  let wrongTries = 0;
  return {
    issue: (purpose) => {
      const code = randomBytes(CODE_BYTES).toString('base64url');
      for (const [key, held] of codes) if (held.until < now()) codes.delete(key);
      codes.set(keyOf(code), { purpose, until: now() + LIFETIME_MS });
      wrongTries = 0;
      return code;
    },
    redeem: (code) => {
      const held = codes.get(keyOf(code));
      if (held === undefined || held.until < now()) {
        wrongTries += 1;
        if (wrongTries >= MAX_WRONG_TRIES) codes.clear();
        return null;
      }
      codes.delete(keyOf(code));
      return held.purpose;
    },
    revoke: (code) => {
      codes.delete(keyOf(code));
    },
  };
}
