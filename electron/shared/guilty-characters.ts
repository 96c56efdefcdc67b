/** What alone keeps a text out of GSM-7, though its letters are all there: curly quotes, a dash, an emoji. Pure. */
import { isGsm7 } from './parts.ts';

export interface GuiltyCharacters {
  /** Each once, in the order of the text. */
  readonly characters: readonly string[];
  /** The text with each in its plain form; null where one has none. */
  readonly plain: string | null;
}

/** Letters, marks and digits of another script: the text is written in it, and no character of it is to blame. */
const OF_A_SCRIPT = /[\p{L}\p{M}\p{N}]/u;

const PLAIN: ReadonlyMap<string, string> = new Map(
  (
    [
      ['“”„‟«»″', '"'],
      ['‘’‚‛‹›′`´', "'"],
      ['‐‑‒–—―−', '-'],
      ['•·', '*'],
      ['…', '...'],
      ['×', 'x'],
      ['\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000\t', ' '],
      ['\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f', ''],
    ] as const
  ).flatMap(([characters, plain]) => Array.from(characters).map((character) => [character, plain] as const)),
);

/** Null where nothing is to blame: the text is GSM-7, or is written in another script. */
export function guiltyCharacters(text: string): GuiltyCharacters | null {
  const guilty = new Set(Array.from(text).filter((character) => !isGsm7(character)));
  if (guilty.size === 0) return null;
  const characters = [...guilty];
  // A variation selector is a mark, and belongs to the emoji before it.
  if (characters.some((character) => !PLAIN.has(character) && OF_A_SCRIPT.test(character))) return null;
  const hasPlain = characters.every((character) => PLAIN.has(character));
  const plain = hasPlain
    ? Array.from(text)
        .map((character) => plainOf(character, guilty))
        .join('')
    : null;
  return { characters, plain };
}

function plainOf(character: string, guilty: ReadonlySet<string>): string {
  return guilty.has(character) ? (PLAIN.get(character) ?? character) : character;
}
