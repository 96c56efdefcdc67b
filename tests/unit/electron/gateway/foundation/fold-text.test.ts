import { describe, expect, it } from 'vitest';
import { foldText } from '../../../../../electron/gateway/foundation/fold-text.ts';

describe('foldText', () => {
  it.each([
    ['ÉCOLE Ångström', 'ecole angstrom'],
    ['Ἀθῆναι', 'αθηναι'],
    ['İstanbul', 'istanbul'],
    ['ﬁne №5', 'fine no5'],
    ['२०२६ ٠١٢٣٤٥٦٧٨٩ ߉ 𝟗', '2026 0123456789 9 9'],
    ['e\u0301', 'e'],
    ['STRASSE straße', 'strasse straße'],
  ])('%s is compared as %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });

  it('keeps the vowel signs of a script, and reads a composed letter as its parts', () => {
    expect(foldText('नेपाल')).toBe('नेपाल');
    expect(foldText('नेपाल')).not.toBe(foldText('नपल'));
    expect(foldText('\u0958')).toBe(foldText('\u0915\u093c'));
  });
});
