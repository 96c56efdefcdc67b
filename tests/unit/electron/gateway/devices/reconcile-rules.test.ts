import { describe, expect, it } from 'vitest';
import { knowsMore } from '../../../../../electron/gateway/devices/reconcile-rules.ts';
import { askedSince, LOOK_BACK_MS } from '../../../../../electron/gateway/storage/database-facts.ts';

const SAME = {
  newestAttemptId: 'att_5',
  isNewestKnown: true,
  settledId: null,
  ackedSeq: 10,
  lastSeq: 10,
} as const;

describe('knowsMore', () => {
  it.each([
    ['the same', {}, false],
    ['a new phone that holds nothing', { newestAttemptId: null, ackedSeq: 0, lastSeq: 0 }, false],
    ['fewer acks than are stored here', { ackedSeq: 9 }, false],
    ['an ack of what is not stored here', { ackedSeq: 11 }, true],
    ['an attempt that is not known here', { isNewestKnown: false }, true],
    ['an unknown attempt that it told of before', { isNewestKnown: false, settledId: 'att_5' }, false],
    ['an unknown attempt after those that it told of', { isNewestKnown: false, settledId: 'att_4' }, true],
    ['an ack that nobody stored, and nothing new', { settledId: 'att_5', ackedSeq: 11 }, true],
  ])('%s: %o is %s', (_title, shown, isMore) => {
    expect(knowsMore({ ...SAME, ...shown })).toBe(isMore);
  });
});

describe('askedSince', () => {
  it('is an hour before the last moment that is known, and everything where none is', () => {
    expect(askedSince(10 * LOOK_BACK_MS)).toBe(9 * LOOK_BACK_MS);
    expect(askedSince(5)).toBe(0);
    expect(askedSince(null)).toBe(0);
  });
});
