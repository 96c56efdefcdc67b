import { describe, expect, it } from 'vitest';
import { mayBeKept } from '../../../../../electron/gateway/inbox/inbox-rule.ts';

describe('mayBeKept', () => {
  it.each([
    ['an answer on a SIM that is on', { isSimOn: true, isAnswer: true, body: 'Yes' }, true],
    ['STOP from a stranger on a SIM that is on', { isSimOn: true, isAnswer: false, body: 'STOP' }, true],
    ['a private text on a SIM that is on', { isSimOn: true, isAnswer: false, body: 'Your code is 1' }, false],
    ['an answer on a SIM that is off', { isSimOn: false, isAnswer: true, body: 'Yes' }, false],
    ['STOP on a SIM that is off', { isSimOn: false, isAnswer: true, body: 'STOP' }, false],
  ])('%s', (_what, text, isKept) => {
    expect(mayBeKept(text)).toBe(isKept);
  });
});
