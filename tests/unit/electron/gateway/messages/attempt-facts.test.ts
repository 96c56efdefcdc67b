import { describe, expect, it } from 'vitest';
import {
  deliveryOf,
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
} from '../../../../../electron/gateway/messages/attempt-facts.ts';

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

const TWO_PARTS_DELIVERED: readonly AttemptFact[] = [
  { kind: 'accepted', parts: 2 },
  { kind: 'submitting', parts: 2 },
  { kind: 'sent', part: 1, parts: 2, result: -1 },
  { kind: 'sent', part: 2, parts: 2, result: -1 },
  { kind: 'delivered', part: 1, parts: 2 },
  { kind: 'delivered', part: 2, parts: 2 },
];

describe('joining the facts of an attempt', () => {
  it('counts no part beyond the count that was told first', () => {
    const facts = joinAll(NOTHING_KNOWN, [
      { kind: 'accepted', parts: 2 },
      { kind: 'delivered', part: 200, parts: 255 },
      { kind: 'delivered', part: 1, parts: 2 },
      { kind: 'sent', part: 1, parts: 2 },
    ]);
    expect(facts).toMatchObject({ state: 'submitting', parts: 2, partFacts: [{ n: 1 }] });
    expect(deliveryOf(facts)).toBeNull();
  });

  it('comes to the same in every order', () => {
    for (const order of permutations(TWO_PARTS_DELIVERED)) {
      const facts = joinAll(NOTHING_KNOWN, order);
      expect([facts.state, deliveryOf(facts)]).toEqual(['sent', 'delivered']);
    }
  });

  it('changes nothing when every fact comes twice', () => {
    const once = joinAll(NOTHING_KNOWN, TWO_PARTS_DELIVERED);
    expect(joinAll(once, TWO_PARTS_DELIVERED)).toEqual(once);
  });

  it('is failed as soon as every part is known and one failed, in every order', () => {
    const facts: AttemptFact[] = [
      { kind: 'sent', part: 1, parts: 2, result: -1 },
      { kind: 'failed', part: 2, parts: 2, result: 1 },
      { kind: 'submitting', parts: 2 },
    ];
    for (const order of permutations(facts)) expect(joinAll(NOTHING_KNOWN, order).state).toBe('failed');
  });

  it('is not sent while a part is unknown', () => {
    expect(joinAll(NOTHING_KNOWN, [{ kind: 'sent', part: 1, parts: 3 }]).state).toBe('submitting');
  });

  it('never falls back: what was sent stays sent after unknown, rejected or accepted', () => {
    const sent = joinAll(NOTHING_KNOWN, [{ kind: 'sent', part: 1, parts: 1 }]);
    const later: AttemptFact[] = [
      { kind: 'unknown' },
      { kind: 'rejected', reason: 'expired' },
      { kind: 'accepted' },
    ];
    expect(joinAll(sent, later).state).toBe('sent');
  });

  it('lets late facts settle an unknown', () => {
    const unknown = joinAll(NOTHING_KNOWN, [{ kind: 'unknown' }]);
    expect(joinAll(unknown, [{ kind: 'sent', part: 1, parts: 1 }]).state).toBe('sent');
    expect(joinAll(unknown, [{ kind: 'rejected', reason: 'never_seen' }]).state).toBe('rejected');
  });

  it('takes the last word on an unknown, in either order', () => {
    const facts: AttemptFact[] = [
      { kind: 'unknown', reason: 'no_answer' },
      { kind: 'unknown', reason: 'ledger_replaced' },
    ];
    for (const order of permutations(facts)) {
      expect(joinAll(NOTHING_KNOWN, order)).toMatchObject({ state: 'unknown', reason: 'ledger_replaced' });
    }
  });

  it('takes that it is over without its parts, which may follow', () => {
    const facts: AttemptFact[] = [
      { kind: 'over', state: 'sent' },
      { kind: 'delivered', part: 2, parts: 2 },
      { kind: 'delivered', part: 1, parts: 2 },
    ];
    for (const order of permutations(facts)) {
      const joined = joinAll(NOTHING_KNOWN, order);
      expect([joined.state, deliveryOf(joined)]).toEqual(['sent', 'delivered']);
    }
  });
});
