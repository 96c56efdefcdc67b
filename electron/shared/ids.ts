/**
 * Ids are a short prefix and a ULID (https://github.com/ulid/spec): 48 bits of time, 80 of randomness,
 * Crockford base 32. They sort by creation time, and the application makes them, never the database.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export type IdPrefix = 'req' | 'att' | 'dev' | 'sim' | 'cli' | 'tok' | 'run' | 'wsp' | 'inb' | 'bat';

/** 26 characters for a time in milliseconds since 1970 and 10 random bytes. */
export function encodeUlid(timeMs: number, random: Uint8Array): string {
  if (timeMs !== last.timeMs) {
    last.timeMs = timeMs;
    last.text = encodeTime(timeMs);
  }
  let text = last.text;
  let bits = 0;
  let held = 0;
  for (let index = 0; index < 10; index += 1) {
    held = (held << 8) | (random[index] ?? 0);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** Under load many ids carry the same millisecond. */
const last = { timeMs: 0, text: encodeTime(0) };

function encodeTime(timeMs: number): string {
  let text = '';
  for (let power = 9; power >= 0; power -= 1) {
    text += ALPHABET.charAt(Math.floor(timeMs / 32 ** power) % 32);
  }
  return text;
}

const ULID = /_([0-7][0-9A-HJKMNP-TV-Z]{9})[0-9A-HJKMNP-TV-Z]{16}$/;

/** When an id was made, milliseconds since 1970; null where it is not of our kind. */
export function timeOfId(id: string): number | null {
  const time = ULID.exec(id)?.[1];
  if (time === undefined) return null;
  return Array.from(time).reduce((sum, digit) => sum * 32 + ALPHABET.indexOf(digit), 0);
}
