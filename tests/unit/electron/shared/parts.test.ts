import { describe, expect, it } from 'vitest';
import { countParts } from '../../../../electron/shared/parts.ts';

describe('countParts', () => {
  const cases: [title: string, text: string, encoding: string, parts: number][] = [
    ['160 plain letters fit one part', 'a'.repeat(160), 'GSM-7', 1],
    ['161 need two', 'a'.repeat(161), 'GSM-7', 2],
    ['306 fill two', 'a'.repeat(306), 'GSM-7', 2],
    ['307 need three', 'a'.repeat(307), 'GSM-7', 3],
    ['80 brackets cost two septets each', '['.repeat(80), 'GSM-7', 1],
    ['81 of them no longer fit', '['.repeat(81), 'GSM-7', 2],
    ['an escape pair is never cut between two parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['70 Devanagari letters fit one part', 'न'.repeat(70), 'UCS-2', 1],
    ['71 need two', 'न'.repeat(71), 'UCS-2', 2],
    ['134 fill two', 'न'.repeat(134), 'UCS-2', 2],
    ['135 need three', 'न'.repeat(135), 'UCS-2', 3],
    ['35 emoji are 70 units', '😀'.repeat(35), 'UCS-2', 1],
    ['a surrogate pair is never cut between two parts', `${'न'.repeat(66)}😀${'न'.repeat(66)}`, 'UCS-2', 3],
    ['one letter outside GSM makes the whole text UCS-2', `${'a'.repeat(70)}ñ€ş`, 'UCS-2', 2],
  ];
  it.each(cases)('%s', (_title, text, encoding, parts) => {
    expect(countParts(text)).toMatchObject({ encoding, parts });
  });
});
