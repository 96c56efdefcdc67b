import { describe, expect, it } from 'vitest';
import { growingRest } from '../../../../../electron/gateway/dispatch/growing-rest.ts';
import { PhoneBudget } from '../../../../../electron/gateway/dispatch/phone-budget.ts';
import { PriorityTurn } from '../../../../../electron/gateway/dispatch/priority-turn.ts';
import { SimBudget } from '../../../../../electron/gateway/dispatch/sim-budget.ts';
import { WINDOW_MS } from '../../../../../electron/gateway/dispatch/sliding-window.ts';

const text = (id: string, parts = 1) => ({ id, parts, isOtp: false });

describe('the minute of a phone', () => {
  it('holds the parts of any minute to the limit', () => {
    const budget = new PhoneBudget(25);
    for (let n = 0; n < 25; n += 1) budget.reserve(text(`att_${n}`), n * 100);
    expect(budget.left(2_500, false)).toBe(0);
    expect(budget.left(WINDOW_MS, false)).toBe(1);
    expect(budget.left(WINDOW_MS + 2_400, false)).toBe(25);
  });

  it('has back what was not written or proved unsent', () => {
    const budget = new PhoneBudget(3);
    budget.reserve(text('a', 2), 0);
    budget.reserve(text('b'), 0);
    budget.giveBack('a');
    budget.giveBack('a');
    expect(budget.left(1, false)).toBe(2);
  });

  it('says when a text of several parts fits', () => {
    const budget = new PhoneBudget(5);
    budget.reserve(text('a', 3), 0);
    budget.reserve(text('b', 2), 1_000);
    expect(budget.freeAt(2_000, 2, false)).toBe(WINDOW_MS);
    expect(budget.freeAt(2_000, 4, false)).toBe(1_000 + WINDOW_MS);
    expect(budget.freeAt(2_000, 6, false)).toBeNull();
  });

  it('keeps a fifth for codes on a day with codes, and nothing on one without', () => {
    const budget = new PhoneBudget(25);
    expect(budget.left(0, false)).toBe(25);
    budget.reserve({ id: 'otp', parts: 1, isOtp: true }, 0);
    expect([budget.left(1, false), budget.left(1, true)]).toEqual([19, 24]);
    expect(budget.left(86_400_002, false)).toBe(25);
  });

  it('learns a lower limit from Android, and forgets it little by little', () => {
    const budget = new PhoneBudget(25);
    budget.reserve(text('a', 20), 0);
    budget.learnLimit(1_000);
    expect(budget.limit(1_000)).toBe(16);
    expect(budget.limit(1_000 + 600_000)).toBe(17);
    expect(budget.limit(1_000 + 9 * 600_000)).toBe(25);
  });

  it('is endless without a limit', () => {
    const budget = new PhoneBudget(null);
    budget.reserve(text('a', 500), 0);
    expect(budget.left(1, false)).toBe(Number.POSITIVE_INFINITY);
    expect(budget.freeAt(1, 15, false)).toBe(1);
  });

  it('knows the minute before a restart', () => {
    const budget = new PhoneBudget(25, [{ id: 'att_1', at: -10_000, parts: 20 }]);
    expect(budget.left(0, false)).toBe(5);
  });

  it('rests longer each time that the phone is in trouble, until it works', () => {
    const budget = new PhoneBudget(25);
    expect(budget.restForTrouble(60_000, 0)).toBe(60_000);
    expect(budget.restForTrouble(60_000, 30_000)).toBe(90_000);
    expect(budget.restForTrouble(60_000, 90_000)).toBe(210_000);
    budget.recovered();
    expect(budget.restForTrouble(60_000, 300_000)).toBe(360_000);
  });
});

describe('a rest that grows', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [8, 600_000],
    [2_000, 600_000],
  ])('the %i. is %i ms', (n, ms) => {
    expect(growingRest(5_000, n, 600_000)).toBe(ms);
  });
});

describe('a SIM that fails', () => {
  it('takes one message as a probe after each rest, and all it can after one that was sent', () => {
    const sim = new SimBudget();
    expect(sim.slots(8, 0)).toBe(8);
    sim.failed(5_000, 0);
    sim.failed(5_000, 10);
    expect([sim.slots(8, 4_999), sim.slots(8, 5_000)]).toEqual([0, 1]);
    sim.reserve('att_1', 5_000);
    expect(sim.slots(8, 5_001)).toBe(0);
    sim.failed(5_000, 6_000);
    expect([sim.slots(8, 15_999), sim.slots(8, 16_000)]).toEqual([0, 1]);
    sim.sent();
    expect(sim.slots(8, 16_001)).toBe(8);
  });

  it('burns few tries in an outage of an hour that Android calls "in service"', () => {
    const sim = new SimBudget();
    let tries = 0;
    for (let now = 0; now < 3_600_000; now += 1_000) {
      for (let n = sim.slots(8, now); n > 0; n -= 1) {
        tries += 1;
        sim.reserve(`att_${tries}`, now);
        sim.failed(5_000, now);
      }
    }
    expect(tries).toBeLessThan(24);
  });

  it('may probe again when the probe never reached the radio', () => {
    const sim = new SimBudget();
    sim.failed(5_000, 0);
    sim.reserve('att_1', 5_000);
    sim.giveBack('att_1');
    expect(sim.slots(8, 5_001)).toBe(1);
  });

  it('is the second choice for a while after it works again', () => {
    const sim = new SimBudget();
    sim.failed(5_000, 0);
    sim.sent();
    expect([sim.hasFailedLately(1_000), sim.hasFailedLately(300_000)]).toEqual([true, false]);
  });
});

describe('whose priority is next', () => {
  function serve(rounds: number, waitingAt: (round: number) => readonly number[]): number[] {
    const turn = new PriorityTurn();
    const served = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const waiting = waitingAt(round);
      const next = turn.next(waiting);
      if (next === undefined) continue;
      served[next] = (served[next] ?? 0) + 1;
      turn.charge(next, 1, waiting);
    }
    return served;
  }

  it('is the most urgent, but none starves', () => {
    const [otp = 0, transactional = 0, bulk = 0] = serve(1_000, () => [0, 1, 2]);
    expect(otp).toBeGreaterThan(800);
    expect(transactional).toBeGreaterThan(50);
    expect(bulk).toBeGreaterThan(50);
  });

  it('is bulk alone when nothing else waits', () => {
    expect(serve(10, () => [2])).toEqual([0, 0, 10]);
  });

  it('owes nothing to what had nothing to send', () => {
    expect(serve(20, (round) => (round < 15 ? [1] : [1, 2]))).toEqual([0, 20, 0]);
  });
});
