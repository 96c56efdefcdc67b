import { describe, expect, it } from 'vitest';
import { createTellRows } from '../../../../../electron/gateway/foundation/tell-rows.ts';

function setup() {
  const lines: unknown[] = [];
  const tellRows = createTellRows({ warn: (facts) => lines.push(facts) });
  const tell = (row: number): string => {
    if (row < 0) throw new RangeError('no such time');
    return `row ${row}`;
  };
  return { lines, tellRows, tell };
}

describe('the rows of a list', () => {
  it('are told in their order, without a word in the log', () => {
    const { lines, tellRows, tell } = setup();
    expect([tellRows('texts', [3, 1, 2], tell), lines]).toEqual([['row 3', 'row 1', 'row 2'], []]);
  });

  it('that can not be told are left out and counted in one line', () => {
    const { lines, tellRows, tell } = setup();
    expect(tellRows('texts', [3, -1, 2, -4], tell)).toEqual(['row 3', 'row 2']);
    const error: unknown = expect.stringContaining('no such time');
    expect(lines).toEqual([{ list: 'texts', leftOut: 2, error }]);
  });

  it('end the answer where the database itself can not be read', () => {
    const { tellRows } = setup();
    const damage = Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' });
    expect(() =>
      tellRows('texts', [1], () => {
        throw damage;
      }),
    ).toThrow(damage);
  });
});
