import { describe, expect, it } from 'vitest';
import { rowAfterKey } from '../../../../../renderer/features/messages/row-keys.ts';

describe('rowAfterKey', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowUp', 3, 2],
    ['PageDown', 3, 8],
    ['PageDown', 97, 99],
    ['PageUp', 3, 0],
    ['Home', 3, 0],
    ['End', 3, 99],
    ['ArrowDown', 99, null],
    ['ArrowUp', 0, null],
    ['Home', 0, null],
    ['Enter', 3, null],
  ])('%s from row %i of 100 leads to %s', (key, from, to) => {
    expect(rowAfterKey(key, from, 100, 5)).toBe(to);
  });
});
