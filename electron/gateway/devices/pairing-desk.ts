import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Mode } from '../../shared/states.ts';

/** For whom a pairing code was made. */
export interface PairingPurpose {
  readonly mode: Mode;
  readonly hardwareSerial: string | null;
  readonly partsPerMinute: number | null;
  readonly name: string | null;
}

/** Below Android's own limit of 30 parts a minute and app. */
export const DEFAULT_PARTS_PER_MINUTE = 25;

/** What is known beforehand of a real phone that will pair. */
interface LivePairing {
  readonly hardwareSerial?: string | undefined;
  /** Null: the phone does not pace. */
  readonly partsPerMinute?: number | null | undefined;
  readonly name?: string | undefined;
}

/** A code is a name, which finds it, and a secret, which proves it: 48 and 128 random bits in base64url. */
const NAME_BYTES = 6;
const NAME_LENGTH = 8;
const SECRET_BYTES = 16;
const LIFETIME_MS = 5 * 60_000;
const MAX_WRONG_TRIES = 3;

/**
 * Hands out one-time pairing codes and takes them back. A code works once within five minutes, and pairs only what it
 * was made for; a newer one for the same phone voids it. Three wrong secrets for its name void it and no other: who
 * does not know a code can not spoil it. Codes live in memory alone: after a restart the operator starts the pairing
 * again.
 */
export interface PairingDesk {
  issue(purpose: PairingPurpose): string;
  /** A code for a real phone, named and paced as told or as usual. */
  issueLive(wanted: LivePairing): string;
  /** What the code was made for, and the code is used up; null when it is wrong, used, void or too old. */
  readonly redeem: (code: string) => PairingPurpose | null;
  /** Takes a code back that nobody used. */
  revoke(code: string): void;
}

interface HeldCode {
  readonly secretHash: Buffer;
  readonly purpose: PairingPurpose;
  readonly until: number;
  wrongTries: number;
}

const nameOf = (code: string): string => code.slice(0, NAME_LENGTH);
const secretHashOf = (code: string): Buffer => createHash('sha256').update(code.slice(NAME_LENGTH)).digest();

/** `usualPartsPerMinute`: for a real phone of which nothing else is said. */
export function createPairingDesk(
  now: () => number,
  usualPartsPerMinute: () => number = () => DEFAULT_PARTS_PER_MINUTE,
): PairingDesk {
  const codes = new Map<string, HeldCode>();

  function forget(isOver: (held: HeldCode) => boolean): void {
    for (const [name, held] of codes) if (isOver(held)) codes.delete(name);
  }

  function issue(purpose: PairingPurpose): string {
    forget((held) => held.until < now() || isForSamePhone(held.purpose, purpose));
    const code = randomBytes(NAME_BYTES + SECRET_BYTES).toString('base64url');
    const until = now() + LIFETIME_MS;
    codes.set(nameOf(code), { secretHash: secretHashOf(code), purpose, until, wrongTries: 0 });
    return code;
  }

  return {
    issue,
    issueLive: ({ hardwareSerial = null, partsPerMinute = usualPartsPerMinute(), name = null }) =>
      issue({ mode: 'live', hardwareSerial, partsPerMinute, name }),
    redeem: (code) => {
      const held = codes.get(nameOf(code));
      if (held === undefined || held.until < now()) return null;
      if (!timingSafeEqual(held.secretHash, secretHashOf(code))) {
        held.wrongTries += 1;
        if (held.wrongTries >= MAX_WRONG_TRIES) codes.delete(nameOf(code));
        return null;
      }
      codes.delete(nameOf(code));
      return held.purpose;
    },
    revoke: (code) => {
      codes.delete(nameOf(code));
    },
  };
}

function isForSamePhone(one: PairingPurpose, other: PairingPurpose): boolean {
  return (
    one.hardwareSerial !== null && one.hardwareSerial === other.hardwareSerial && one.mode === other.mode
  );
}
