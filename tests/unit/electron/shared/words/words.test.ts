import { describe, expect, expectTypeOf, it } from 'vitest';
import { LANGUAGES, type Entries, type Entry } from '../../../../../electron/shared/words/text.ts';
import {
  inEnglish,
  isCode,
  say,
  sentence,
  WORDS,
  type Sentence,
  type ValuesOf,
} from '../../../../../electron/shared/words/words.ts';

const DEVANAGARI = /[\u0900-\u097f]/;
const HOLE = /\{\w*\}/;

const rows = Object.entries<Entries>(WORDS).flatMap(([subject, entries]) =>
  Object.entries(entries).map(([name, entry]) => ({ code: `${subject}.${name}`, entry })),
);

function textsOf(entry: Entry, language: (typeof LANGUAGES)[number]): readonly string[] {
  return [entry.message[language], ...(entry.fix === undefined ? [] : [entry.fix[language]])];
}

const holesOf = (texts: readonly string[]): readonly string[] =>
  [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))),
  ].sort();

function sampleOf(code: string, entry: Entry): Sentence {
  if (!isCode(code)) throw new Error(`${code} is no code`);
  return {
    code,
    values: Object.fromEntries(holesOf(textsOf(entry, 'en')).map((name) => [name, `⟨${name}⟩`])),
  };
}

describe('every code', () => {
  it.each(rows)('$code fills the same values into each language and leaves no hole', ({ code, entry }) => {
    const spoken = sampleOf(code, entry);
    for (const language of LANGUAGES) {
      const { message, fix } = say(language, spoken);
      const words = [message, ...(fix === null ? [] : [fix])].join(' ');
      expect(words).not.toMatch(HOLE);
      for (const value of Object.values(spoken.values)) expect(words).toContain(value);
      expect([message.trim(), fix?.trim()]).toEqual([message, fix ?? undefined]);
      expect(message).not.toBe('');
      expect(fix).not.toBe('');
    }
    expect(holesOf(textsOf(entry, 'ne'))).toEqual(holesOf(textsOf(entry, 'en')));
  });

  it.each(rows.filter(({ code }) => code !== 'refusal.invalid_fields'))(
    '$code is English in English and Nepali in Nepali',
    ({ entry }) => {
      for (const text of textsOf(entry, 'en')) expect(text).not.toMatch(DEVANAGARI);
      for (const text of textsOf(entry, 'ne')) expect(text).toMatch(DEVANAGARI);
    },
  );
});

describe('sentence', () => {
  it('keeps values as they are, whatever is in them', () => {
    const found = sentence('step.found', { phone: 'Pixel $& {phone} 9' });
    expect(say('ne', found)).toEqual({ message: 'Pixel $& {phone} 9 भेटियो।', fix: null });
    expect(inEnglish(found).message).toBe('Found Pixel $& {phone} 9.');
  });

  it('asks for the values that the texts of a code need, and for no others', () => {
    expectTypeOf<keyof ValuesOf<'field.too_many_parts'>>().toEqualTypeOf<'parts' | 'allowed'>();
    expectTypeOf(sentence<'adb.running'>).parameters.toEqualTypeOf<['adb.running']>();
    // @ts-expect-error A code with a hole does not go without its value.
    const bare = sentence('step.found');
    expect(inEnglish(bare).message).toBe('Found {phone}.');
    // @ts-expect-error A word that is no code.
    expect(inEnglish(sentence('step.dance')).message).toBe('step.dance');
  });
});
