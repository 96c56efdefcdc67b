import { describe, expect, it } from 'vitest';
import { judgePacing } from '../../../../../electron/gateway/demo-phone/pacing.ts';

const base = { now: 100_000, limit: 10, parts: 1, uses: [], promised: 0, ledgerMadeAt: null };

describe('pacing', () => {
  const rows = [
    {
      title: 'lets everything go without a limit',
      change: { limit: null, parts: 99 },
      answer: { verdict: 'go' },
    },
    {
      title: 'fills the minute exactly',
      change: { uses: [{ elapsed: 99_000, parts: 9 }] },
      answer: { verdict: 'go' },
    },
    {
      title: 'waits until the oldest use leaves the window',
      change: {
        uses: [
          { elapsed: 60_000, parts: 5 },
          { elapsed: 70_000, parts: 5 },
        ],
      },
      answer: { verdict: 'wait', retryAfterMs: 20_000 },
    },
    {
      title: 'waits until enough uses have left it',
      change: {
        parts: 6,
        uses: [
          { elapsed: 60_000, parts: 5 },
          { elapsed: 70_000, parts: 5 },
        ],
      },
      answer: { verdict: 'wait', retryAfterMs: 30_000 },
    },
    {
      title: 'forgets a use that is a whole minute old',
      change: { uses: [{ elapsed: 40_000, parts: 10 }] },
      answer: { verdict: 'go' },
    },
    {
      title: 'counts what is promised and not submitted yet',
      change: { promised: 10 },
      answer: { verdict: 'wait', retryAfterMs: 60_000 },
    },
    {
      title: 'never lets go what a whole minute cannot hold',
      change: { parts: 11 },
      answer: { verdict: 'never' },
    },
    {
      title: 'allows 5 parts in the first minute of a ledger',
      change: { ledgerMadeAt: 90_000, uses: [{ elapsed: 95_000, parts: 4 }] },
      answer: { verdict: 'go' },
    },
    {
      title: 'and no sixth',
      change: { ledgerMadeAt: 90_000, uses: [{ elapsed: 95_000, parts: 5 }] },
      answer: { verdict: 'wait', retryAfterMs: 55_000 },
    },
    {
      title: 'waits for the end of that minute with a longer text',
      change: { ledgerMadeAt: 90_000, parts: 6 },
      answer: { verdict: 'wait', retryAfterMs: 50_000 },
    },
    {
      title: 'has the whole limit after it',
      change: { ledgerMadeAt: 40_000, parts: 10 },
      answer: { verdict: 'go' },
    },
  ] as const;
  for (const { title, change, answer } of rows) {
    it(title, () => expect(judgePacing({ ...base, ...change })).toEqual(answer));
  }
});
