import { describe, expect, it } from 'vitest';
import { guiltyCharacters } from '../../../../electron/shared/guilty-characters.ts';
import { countParts } from '../../../../electron/shared/parts.ts';

describe('the characters that alone need UCS-2', () => {
  const rows: [title: string, text: string, characters: string | null, plain: string | null][] = [
    ['are none in a plain text', 'Your order {42} costs 5 €', null, null],
    ['are curly quotes and a dash', 'Your “order” is ready – come', '“ ” –', 'Your "order" is ready - come'],
    ['are an ellipsis and a hard space', 'Wait…\u00a0please', '… \u00a0', 'Wait... please'],
    ['are an emoji, which has no plain form', 'Done ✅', '✅', null],
    ['are an emoji beside a quote, and the quote alone does not help', '“Done” 🎉', '“ ” 🎉', null],
    ['are none of Nepali: it is written so', 'नमस्ते “साथी”', null, null],
    ['are none of another alphabet', 'Příliš žluťoučký', null, null],
    ['are an invisible mark from a web page', 'Code\u200b: 42', '\u200b', 'Code: 42'],
  ];
  it.each(rows)('%s', (_title, text, characters, plain) => {
    const found = guiltyCharacters(text);
    expect(found?.characters.join(' ') ?? null).toBe(characters);
    expect(found?.plain ?? null).toBe(plain);
  });

  it('leave a text that is GSM-7 when they are replaced', () => {
    const { plain } = guiltyCharacters('“It’s 5–6 pm…”') ?? {};
    expect(countParts(plain ?? '“').encoding).toBe('GSM-7');
  });
});
