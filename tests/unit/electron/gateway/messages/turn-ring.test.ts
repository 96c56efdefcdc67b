import { describe, expect, it } from 'vitest';
import { TurnRing } from '../../../../../electron/gateway/messages/turn-ring.ts';

/** Serves so many turns; what each lane got, in parts. */
function serve(
  ring: TurnRing<string>,
  turns: number,
  partsOf: (lane: string) => number,
): Record<string, number> {
  const got: Record<string, number> = {};
  for (let turn = 0; turn < turns; turn += 1) {
    const lane = ring.next()?.lane;
    if (lane === undefined) break;
    got[lane] = (got[lane] ?? 0) + partsOf(lane);
    ring.charge(lane, partsOf(lane));
  }
  return got;
}

function ringOf(...lanes: string[]): TurnRing<string> {
  const ring = new TurnRing<string>();
  for (const lane of lanes) ring.add(lane);
  return ring;
}

describe('turns between lanes', () => {
  it('go round', () => {
    const ring = ringOf('a', 'b', 'c');
    expect(serve(ring, 9, () => 1)).toEqual({ a: 3, b: 3, c: 3 });
  });

  it('give as many parts to short texts as to long ones', () => {
    const got = serve(ringOf('short', 'long'), 700, (lane) => (lane === 'long' ? 6 : 1));
    expect(Math.abs((got['short'] ?? 0) - (got['long'] ?? 0))).toBeLessThanOrEqual(6);
  });

  it('start for a newcomer in the present round: it waits for one turn of each other', () => {
    const ring = ringOf('busy');
    serve(ring, 50, () => 6);
    ring.add('new');
    const order = [ring.next()?.lane];
    ring.charge(order[0] ?? '', 6);
    expect([...order, ring.next()?.lane]).toContain('new');
  });

  it('pass a lane that is set aside without taking its turn', () => {
    const ring = ringOf('blocked', 'free');
    expect(ring.next(new Set(['blocked']))?.lane).toBe('free');
    expect(ring.next()?.lane).toBe('blocked');
  });

  it('end when every lane is gone or set aside', () => {
    const ring = ringOf('a');
    expect(ring.next(new Set(['a']))).toBeUndefined();
    ring.remove('a');
    expect([ring.next(), ring.size]).toEqual([undefined, 0]);
  });

  it('do not let a ring that could not be served make up for it', () => {
    const ring = ringOf('a');
    ring.skip(1_000);
    expect(ring.next()?.round).toBe(1_000);
    ring.skip(-3);
    expect(ring.next()?.round).toBe(1_000);
  });
});
