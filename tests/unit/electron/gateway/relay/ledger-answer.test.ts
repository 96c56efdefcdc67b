import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../../../electron/gateway/relay/frames.ts';
import { LedgerAnswer } from '../../../../../electron/gateway/relay/ledger-answer.ts';

const entry = (attempt_id: string, more: object = {}): LedgerEntry => ({
  attempt_id,
  request_id: null,
  state: 'sent',
  ...more,
});
const idsOf = (answer: LedgerAnswer): string[] => answer.entries.map(({ attempt_id }) => attempt_id);

describe('the answer of a ledger', () => {
  it('is all its pages, in order', () => {
    const answer = new LedgerAnswer(null);
    expect(answer.add({ entries: [entry('a'), entry('b')], more: true }, 100)).toBeNull();
    expect(answer.add({ entries: [entry('c')], more: false }, 100)).toBeNull();
    expect(idsOf(answer)).toEqual(['a', 'b', 'c']);
  });

  it('may be empty, and may end with a page that repeats', () => {
    expect(new LedgerAnswer(null).add({ entries: [], more: false }, 10)).toBeNull();
    const answer = new LedgerAnswer(['a']);
    answer.add({ entries: [entry('a')], more: true }, 10);
    expect(answer.add({ entries: [entry('a')], more: false }, 10)).toBeNull();
    expect(idsOf(answer)).toEqual(['a']);
  });

  it.each([
    ['is empty', []],
    ['repeats the page before', [entry('a')]],
    ['tells of attempts that nobody asked about', [entry('x'), entry('y')]],
  ])('can not go on after a page that %s while more are to come', (_what, entries) => {
    const answer = new LedgerAnswer(['a', 'b']);
    expect(answer.add({ entries: [entry('a')], more: true }, 10)).toBeNull();
    expect(answer.add({ entries, more: true }, 10)).toMatch(/adds nothing/);
    expect(idsOf(answer)).toEqual(['a']);
  });

  it('can not go on beyond its bounds in entries or bytes, though each page adds something', () => {
    const many = new LedgerAnswer(null, { entries: 3, bytes: 1_000 });
    expect(many.add({ entries: [entry('a'), entry('b'), entry('c')], more: true }, 10)).toBeNull();
    expect(many.add({ entries: [entry('d')], more: true }, 10)).toMatch(/too many entries/);
    const long = new LedgerAnswer(null, { entries: 1_000, bytes: 100 });
    expect(long.add({ entries: [entry('a')], more: true }, 100)).toBeNull();
    expect(long.add({ entries: [entry('b')], more: true }, 1)).toMatch(/too long/);
  });

  it('keeps the known fields alone', () => {
    const answer = new LedgerAnswer(null);
    const part = { n: 1, state: 'sent', delivery: null, result: -1, error: null, at: 7 } as const;
    const known = entry('a', {
      parts: 1,
      reason: null,
      at: 7,
      part_results: [part],
      earlier: { attempt_id: 'b', state: 'sent' },
    });
    const stuffed = {
      ...known,
      deep: [[[]]],
      part_results: [{ ...part, deep: [] }],
      earlier: { attempt_id: 'b', state: 'sent', deep: [] },
    };
    answer.add({ entries: [stuffed], more: false }, 10);
    expect(answer.entries).toEqual([known]);
  });
});
