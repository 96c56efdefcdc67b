import { describe, expect, it } from 'vitest';
import { fillText, splitText } from '../../../../../../electron/gateway/messages/batches/fill-text.ts';

const fill = (text: string, values: Record<string, unknown>, longest = 4096) =>
  fillText(splitText(text), values, longest);

describe('a text with variables', () => {
  it.each([
    ['Hi {{name}}', { name: 'Sita' }, 'Hi Sita'],
    ['Hi {{ name }}, {{name}}', { name: 'Sita' }, 'Hi Sita, Sita'],
    ['{{{name}}}', { name: 'Sita' }, '{Sita}'],
    ['{name}, name, {{}}, {{ }}, {{a\nb}}', { name: 'Sita' }, '{name}, name, {{}}, {{ }}, {{a\nb}}'],
    ['{{a}}{{b}}', { a: '{{b}} $& \\1 {x}', b: 'SECRET' }, '{{b}} $& \\1 {x}SECRET'],
    ['{{नाम}} {{Full name}}', { नाम: 'सीता', 'Full name': 'Sita R' }, 'सीता Sita R'],
    ['{{due}} and {{none}}', { due: 940.5, none: '' }, '940.5 and '],
    ['no variable', {}, 'no variable'],
  ])('%j with %j is %j', (text, values, expected) => {
    expect(fill(text, values)).toEqual({ ok: true, text: expected });
  });

  it.each([
    ['{{x}}', {}, { why: 'missing', name: 'x' }],
    ['{{x}}', { x: null }, { why: 'missing', name: 'x' }],
    ['{{toString}}', {}, { why: 'missing', name: 'toString' }],
    ['{{x}}', { x: true }, { why: 'invalid', name: 'x' }],
    ['{{x}}', { x: ['a'] }, { why: 'invalid', name: 'x' }],
    ['{{x}}', { x: Number.NaN }, { why: 'invalid', name: 'x' }],
  ])('%j with %j can not be filled in', (text, values, expected) => {
    expect(fill(text, values)).toEqual({ ok: false, ...expected });
  });

  it('stops where a short request asks for a huge text', () => {
    const value = 'x'.repeat(1_000);
    expect(fill('{{x}}'.repeat(4), { x: value }, 4_000)).toMatchObject({ ok: true });
    expect(fill('{{x}}'.repeat(1_000), { x: value }, 4_000)).toEqual({ ok: false, why: 'too_long' });
  });
});
