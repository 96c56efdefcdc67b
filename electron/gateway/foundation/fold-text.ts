/**
 * A text as it is compared in a search: case and accents do not count, compatible forms are one (ﬁ is fi), and the
 * digits of any script are those of ASCII. Marks that belong to a script's own letters, such as the vowel signs of
 * Devanagari, stay. Folding it again changes nothing.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(COMBINING_ACCENTS, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(COMBINING_ACCENTS, '')
    .replace(DIGIT, asciiDigit);
}

/** The block of accents that Latin, Greek and Cyrillic letters carry. */
const COMBINING_ACCENTS = /[\u0300-\u036f]/g;
const DIGIT = /\p{Nd}/gu;

/** Unicode has the ten digits of a script in a row, the zero at a place whose script has no digit before it. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  if (point < 0x80) return digit;
  let value = 0;
  while (value < 9 && IS_DIGIT.test(String.fromCodePoint(point - value - 1))) value += 1;
  return String(value);
}

const IS_DIGIT = /^\p{Nd}$/u;
