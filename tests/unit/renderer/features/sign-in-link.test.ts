import { describe, expect, it } from 'vitest';
import { secretOf, signInLinkPlace } from '../../../../renderer/features/sign-in/sign-in-link.ts';

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

describe('signInLinkPlace', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64)', '~/.local/share/relaydesk/sign-in-link'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', String.raw`%APPDATA%\RelayDesk\sign-in-link`],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)',
      '~/Library/Application Support/RelayDesk/sign-in-link',
    ],
  ])('%s looks into %s', (userAgent, place) => {
    expect(signInLinkPlace(userAgent)).toBe(place);
  });
});
