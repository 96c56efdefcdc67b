import { describe, expect, it } from 'vitest';
import { FAILURE } from '../../../../electron/shared/words/failures.ts';
import { failureIn, sayIn } from '../../../../renderer/lib/gateway-words.ts';

describe('what the gateway says', () => {
  it('keeps the values of a sentence, and leaves a sentence that it does not know', () => {
    expect(sayIn('ne', 'Found Pixel $& 9.')).toBe('Pixel $& 9 भेटियो।');
    expect(sayIn('ne', 'Something new.')).toBe('Something new.');
    expect(sayIn('en', 'Found Pixel 9.')).toBe('Found Pixel 9.');
  });

  it('gives the reason of a failure by its code', () => {
    const { message, fix } = FAILURE.sim_absent;
    const english = { code: 'sim_absent', message: message.en, hint: fix.en };
    expect(failureIn('ne', english)).toEqual({ message: message.ne, hint: fix.ne });
    expect(failureIn('en', english)).toBe(english);
    const other = { code: 'new_code', message: 'm', hint: 'h' };
    expect(failureIn('ne', other)).toBe(other);
  });
});
