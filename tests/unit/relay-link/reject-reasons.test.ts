import { describe, expect, it } from 'vitest';
import { readRejectReason, REJECT_REASONS, type OwnReason } from '../../../electron/shared/reject-reasons.ts';
import { readRejectCases } from '../../relay-link/frame-cases.ts';

const cases = readRejectCases();
const OWN: readonly OwnReason[] = ['never_seen', 'not_written'];

describe('reject-reasons.ts and reject-reasons.json', () => {
  it('know the same reasons, besides those that the gateway concludes itself', () => {
    expect(Object.keys(REJECT_REASONS).sort()).toEqual([...cases.map((each) => each.reason), ...OWN].sort());
  });

  it.each(cases)('say the same of $reason', ({ reason, then, counts, rests }) => {
    const facts = readRejectReason(reason);
    expect({ then: facts.then, counts: facts.isCounted, rests: facts.rests?.who ?? null }).toEqual({
      then,
      counts,
      rests,
    });
  });

  it('do not count pacing, the clock and what never reached the phone', () => {
    const uncounted = Object.entries(REJECT_REASONS).filter(([, facts]) => !facts.isCounted);
    expect(uncounted.map(([reason]) => reason).sort()).toEqual([
      'clock',
      'never_seen',
      'not_written',
      'paced',
    ]);
  });

  it('take a reason of a newer relay app as proof that uses up a try', () => {
    expect(readRejectReason('radio_busy')).toMatchObject({ then: 'retry', isCounted: true, failure: null });
    expect(readRejectReason('constructor')).toBe(readRejectReason(null));
  });
});
