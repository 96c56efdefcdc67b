import { describe, expect, it } from 'vitest';
import type { BulkRow } from '../../../../../../electron/gateway/messages/batches/bulk-request.ts';
import { createRowCheck } from '../../../../../../electron/gateway/messages/batches/bulk-rows.ts';
import { createNumberReader } from '../../../../../../electron/gateway/messages/recipient-number.ts';

function check(text: string, rows: readonly BulkRow[], maxParts = 6) {
  const found = createRowCheck({ text, maxParts, readNumber: createNumberReader(() => 'NP') });
  for (const row of rows) found.check(row);
  return {
    good: found.good.map(({ index, to, text: own }) => [index, to, own]),
    rejected: found.rejected.map(({ index, to, code, sentence }) => [index, to, code, sentence.values]),
  };
}

describe('the rows of a list', () => {
  it('take a number once, however it is spelled and whatever its variables', () => {
    const rows = [
      { to: '+9779812345678', variables: { name: 'Sita' } },
      { to: '9812345678', variables: { name: 'Hari' } },
      { to: '+977 981-234-5678', variables: { name: 'Rita' } },
      { to: '9812345679', variables: { name: 'Gita' } },
    ];
    expect(check('Hi {{name}}', rows)).toEqual({
      good: [
        [0, '+9779812345678', 'Hi Sita'],
        [3, '+9779812345679', 'Hi Gita'],
      ],
      rejected: [
        [1, '9812345678', 'duplicate', { first: 0 }],
        [2, '+977 981-234-5678', 'duplicate', { first: 0 }],
      ],
    });
  });

  it('take the first row of a number that can be sent', () => {
    const rows = [
      { to: '9812345678', variables: {} },
      { to: '9812345678', variables: { name: 'Hari' } },
    ];
    expect(check('Hi {{name}}', rows)).toEqual({
      good: [[1, '+9779812345678', 'Hi Hari']],
      rejected: [[0, '9812345678', 'missing_variable', { name: 'name' }]],
    });
  });

  it.each([
    ['', 'x', undefined, 'invalid_number'],
    ['nobody', 'x', undefined, 'invalid_number'],
    ['+9779812345678', '{{a}}', null, 'missing_variable'],
    ['+9779812345678', '{{a}}', { a: {} }, 'invalid_variable'],
    ['+9779812345678', '{{a}}', { a: ' ' }, 'invalid_text'],
    ['+9779812345678', '{{a}}', { a: 'x\0' }, 'invalid_text'],
    ['+9779812345678', '{{a}}', { a: 'x\ud83d' }, 'invalid_text'],
    ['+9779812345678', '{{a}}', { a: 'x'.repeat(1_000) }, 'text_too_long'],
    ['+9779812345678', '{{a}}', { a: 'x'.repeat(5_000) }, 'text_too_long'],
    ['+9779812345678', 'x'.repeat(1_000), undefined, 'text_too_long'],
  ] as const)('leave %.20j out of %.20j with %.20j: %s', (to, text, variables, code) => {
    const { good, rejected } = check(text, [variables === undefined ? to : { to, variables }]);
    expect(good).toEqual([]);
    expect(rejected.map((row) => row.slice(0, 3))).toEqual([[0, to, code]]);
  });

  it('count the parts of what is filled in', () => {
    const rows = [{ to: '9812345678', variables: { a: '{'.repeat(80) } }];
    expect(check('{{a}}', rows, 1).good).toHaveLength(1);
    expect(check('{{a}}x', rows, 1).rejected).toMatchObject([
      [0, '9812345678', 'text_too_long', { parts: 2 }],
    ]);
  });

  it('tell back a short piece of what is no number, and whole characters', () => {
    const { rejected } = check('x', [`${'9'.repeat(63)}😀`, '\ud83d']);
    expect(rejected.map(([, to]) => to)).toEqual([`${'9'.repeat(63)}\ufffd…`, '\ufffd']);
  });
});
