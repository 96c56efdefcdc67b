import { describe, expect, it } from 'vitest';
import { judgeMutations, readMutations, readVerdict } from '../../../scripts/mutants-relay.mjs';

const list =
  '0\tledger\tledger/Pacing.java:41 judge: moved a boundary\n' +
  '1\tledger\tledger/Pacing.java:42 judge: returned null\n' +
  '2\tlink\tlink/Backoff.java:13 delayMs: returned 0\n' +
  '3\tlink\tlink/Backoff.java:14 delayMs: negated a condition\n';

describe('readVerdict', () => {
  it.each(['killed', 'hung', 'survived', 'unreached'] as const)('reads that a mutation was %s', (verdict) => {
    expect(readVerdict(`12\t${verdict}\taTest(A)`)).toEqual({ id: 12, verdict });
  });

  it('takes nothing of what a test prints for a verdict', () => {
    expect(readVerdict('[Robolectric] WARN: 12\tkilled\t')).toBeNull();
    expect(readVerdict('12 killed')).toBeNull();
  });
});

describe('judgeMutations', () => {
  it('counts what was noticed by package, a hanging test among it, and names what was not', () => {
    const verdicts = new Map([
      [0, 'killed' as const],
      [1, 'survived' as const],
      [2, 'hung' as const],
      [3, 'unreached' as const],
    ]);
    expect(judgeMutations(readMutations(list), verdicts)).toEqual({
      scores: [
        { package: 'ledger', killed: 1, all: 2 },
        { package: 'link', killed: 1, all: 2 },
      ],
      survivors: [
        'ledger/Pacing.java:42 judge: returned null',
        'link/Backoff.java:14 delayMs: negated a condition (no test reaches it)',
      ],
    });
  });

  it('takes a mutation without a verdict for one that was not noticed', () => {
    expect(judgeMutations(readMutations(list), new Map()).survivors).toHaveLength(4);
  });
});
