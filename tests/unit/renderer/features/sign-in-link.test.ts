import { describe, expect, it } from 'vitest';
import { secretOf } from '../../../../renderer/features/sign-in/sign-in-link.ts';

describe('secretOf', () => {
  it.each([
    ['http://127.0.0.1:8642/#/sign-in?secret=abcdefghijklmnop_-12', 'abcdefghijklmnop_-12'],
    ['#/sign-in?secret=abcdefghijklmnop', 'abcdefghijklmnop'],
    ['  http://127.0.0.1:8642/#/sign-in?secret=abcdefghijklmnop\n', 'abcdefghijklmnop'],
    ['#/sign-in?secret=short', null],
    ['http://127.0.0.1:8642/', null],
    ['', null],
  ])('of %j is %s', (text, secret) => {
    expect(secretOf(text)).toBe(secret);
  });
});
