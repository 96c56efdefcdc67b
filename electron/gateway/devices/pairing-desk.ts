import { createHash, randomBytes } from 'node:crypto';
import type { PairingPurpose } from './device-service.ts';

/** Below Android's own limit of 30 parts a minute and app. */
export const DEFAULT_PARTS_PER_MINUTE = 25;

/** What is known beforehand of a real phone that will pair. */
export interface LivePairing {
  readonly hardwareSerial?: string | undefined;
  /** Null: the phone does not pace. */
  readonly partsPerMinute?: number | null | undefined;
  readonly name?: string | undefined;
}

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
  /** A code for a real phone, named and paced as told or as usual. */
  issueLive(wanted: LivePairing): string;
  readonly redeem: (code: string) => PairingPurpose | null;
  /** Takes a code back that nobody used. */
  revoke(code: string): void;
}

const keyOf = (code: string): string => createHash('sha256').update(code).digest('hex');

export function createPairingDesk(now: () => number): PairingDesk {
  const codes = new Map<string, { readonly purpose: PairingPurpose; readonly until: number }>();
  let wrongTries = 0;
  function issue(purpose: PairingPurpose): string {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    for (const [key, held] of codes) if (held.until < now()) codes.delete(key);
    codes.set(keyOf(code), { purpose, until: now() + LIFETIME_MS });
    wrongTries = 0;
    return code;
  }
  return {
    issue,
    issueLive: ({ hardwareSerial = null, partsPerMinute = DEFAULT_PARTS_PER_MINUTE, name = null }) =>
      issue({ mode: 'live', hardwareSerial, partsPerMinute, name }),
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
