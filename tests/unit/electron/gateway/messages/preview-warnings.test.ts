import { describe, expect, it } from 'vitest';
import { countParts } from '../../../../../electron/shared/parts.ts';
import { inEnglish } from '../../../../../electron/shared/words/words.ts';
import {
  previewWarnings,
  type WarningFacts,
} from '../../../../../electron/gateway/messages/preview-warnings.ts';

const codesOf = (text: string, facts: Partial<WarningFacts> = {}) =>
  previewWarnings({
    message: { text, parts: countParts(text).parts },
    numberKind: 'mobile',
    waiting: null,
    quietUntil: null,
    ...facts,
  });

describe('what a preview warns of', () => {
  const rows: [title: string, text: string, facts: Partial<WarningFacts>, codes: readonly string[]][] = [
    ['nothing for a short text to a mobile', 'Your order is ready', {}, []],
    ['nothing for Nepali', 'तपाईंको अर्डर तयार छ', {}, []],
    ['many parts', 'x'.repeat(460), {}, ['warning.many_parts']],
    ['nothing at three parts', 'x'.repeat(459), {}, []],
    ['a character that alone needs UCS-2', 'It’s ready', {}, ['warning.needs_ucs2']],
    ['quiet hours', 'Sale', { quietUntil: 0 }, ['warning.quiet_hours']],
    ['a cap that is reached', 'Hi', { waiting: 'daily_cap' }, ['warning.daily_cap']],
    ['nothing for another wait, which is told beside', 'Hi', { waiting: 'no_device' }, []],
    ['a kind that nobody knows', 'Hi', { numberKind: 'unknown' }, ['warning.number_kind_unknown']],
    ['a fixed line', 'Hi', { numberKind: 'other' }, ['warning.number_not_mobile']],
  ];
  it.each(rows)('%s', (_title, text, facts, codes) => {
    expect(codesOf(text, facts).map(({ code }) => code)).toEqual(codes);
  });

  it('names the guilty characters, those too that nobody sees, and what is gained without them', () => {
    const [warning] = codesOf(`“${'a'.repeat(70)}”\u200b`);
    expect(warning?.values).toEqual({ characters: '“ ” U+200B', parts: 2, plain_parts: 1 });
    expect(warning === undefined ? '' : inEnglish(warning).fix).toContain('2 now, 1 without them');
  });
});
