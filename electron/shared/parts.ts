/**
 * Counts the parts of a text as Android does (SmsMessage.calculateLength): GSM 7-bit default alphabet with its
 * extension table (3GPP TS 23.038 §6.2.1), else UCS-2. For planning and preview: the phone's count decides.
 */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿' +
  'abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENSION = '^{}\\[~]|€\f';

/** Septets by UTF-16 code unit; 0 where the alphabet lacks it. */
const SEPTETS = (() => {
  const table = new Uint8Array(65_536);
  for (const letter of GSM_BASIC) table[letter.charCodeAt(0)] = 1;
  for (const letter of GSM_EXTENSION) table[letter.charCodeAt(0)] = 2;
  return table;
})();

/** The most parts of a text: phones and networks drop longer ones, in part or as a whole. The relay app has the same. */
export const MOST_PARTS = 15;

/** How many parts a phone may be told to send in a minute. The relay app takes the same. */
export const PARTS_PER_MINUTE = { minimum: 1, maximum: 10_000 } as const;

export const TEXT_ENCODINGS = ['GSM-7', 'UCS-2'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export interface PartCount {
  readonly encoding: TextEncoding;
  readonly parts: number;
  /** Septets, or 16-bit units. */
  readonly units: number;
  /** What one part of this text holds, in the same units. */
  readonly perPart: number;
  /** How much more fits into the last part. */
  readonly remaining: number;
}

/** Whether the default alphabet or its extension has this character (one code point). */
export function isGsm7(character: string): boolean {
  return character.length === 1 && (SEPTETS[character.charCodeAt(0)] ?? 0) > 0;
}

/** Septets of the whole text, or null when a character needs UCS-2. */
function countSeptets(text: string): number | null {
  let septets = 0;
  for (let index = 0; index < text.length; index += 1) {
    const cost = SEPTETS[text.charCodeAt(index)] ?? 0;
    if (cost === 0) return null;
    septets += cost;
  }
  return septets;
}

/** Fills parts of `perPart` units without cutting a two-unit character. */
function fill(
  text: string,
  perPart: number,
  cost: (index: number) => number,
): { parts: number; used: number } {
  let parts = 1;
  let used = 0;
  for (let index = 0; index < text.length;) {
    const size = cost(index);
    if (used + size > perPart) {
      parts += 1;
      used = 0;
    }
    used += size;
    index += size === 2 && isHighSurrogate(text, index) ? 2 : 1;
  }
  return { parts, used };
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** How many parts a text needs, in which alphabet. An empty text is one part. */
export function countParts(text: string): PartCount {
  const septets = countSeptets(text);
  if (septets !== null) {
    if (septets <= 160) {
      return { encoding: 'GSM-7', parts: 1, units: septets, perPart: 160, remaining: 160 - septets };
    }
    const filled = fill(text, 153, (index) => SEPTETS[text.charCodeAt(index)] ?? 1);
    return {
      encoding: 'GSM-7',
      parts: filled.parts,
      units: septets,
      perPart: 153,
      remaining: 153 - filled.used,
    };
  }
  const units = text.length;
  if (units <= 70) return { encoding: 'UCS-2', parts: 1, units, perPart: 70, remaining: 70 - units };
  const filled = fill(text, 67, (index) => (isHighSurrogate(text, index) ? 2 : 1));
  return { encoding: 'UCS-2', parts: filled.parts, units, perPart: 67, remaining: 67 - filled.used };
}
