import { describe, expect, it } from 'vitest';
import { isStopWord, STOP_WORDS } from '../../../../electron/shared/stop-words.ts';

const WORDS = [
  'UNSUBSCRIBE',
  'STOPALL',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
  'Opt-out',
  'रोक्नुहोस्',
  'arrêt',
];
const WRITTEN = [
  'stop',
  ' Stop \n',
  'Stop.',
  'STOP!',
  '"STOP"',
  '«stop»',
  'STOP\u200c',
  '\u200eSTOP\u202c',
  'ＳＴＯＰ',
  'STOP 🛑\ufe0f',
];

describe('a STOP word', () => {
  it.each([...WORDS, ...WRITTEN, ...STOP_WORDS, 'रोक्नुहोस्।', 'रोक्नुहोस्\u200d'])('is %o', (text) => {
    expect(isStopWord(text)).toBe(true);
  });

  it.each([
    'STOP 12345',
    'we must stop this',
    'Stop it',
    'stop stop',
    'NONSTOP',
    'रोक',
    '',
    '...',
    '\u200c',
    `STOP${'!'.repeat(100)}`,
    '!'.repeat(100_000),
  ])('is not %o', (text) => {
    expect(isStopWord(text)).toBe(false);
  });

  it('is looked for among the words that were told', () => {
    expect(isStopWord('Halt!', ['halt'])).toBe(true);
    expect(isStopWord('STOP', ['halt'])).toBe(false);
  });

  it('fits into the config of a phone', () => {
    expect(STOP_WORDS.length).toBeLessThanOrEqual(64);
    for (const word of STOP_WORDS) expect(word.length).toBeLessThanOrEqual(32);
  });
});
