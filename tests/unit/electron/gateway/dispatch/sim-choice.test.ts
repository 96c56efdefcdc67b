import { describe, expect, it } from 'vitest';
import { decide, decideRoute, type Holds } from '../../../../../electron/gateway/dispatch/decision.ts';
import type { SimNow, Wanted } from '../../../../../electron/gateway/dispatch/sim-choice.ts';

const NOW = 1_000_000;
const DAY_END = 9_000_000;
const sim = (simId: string, change: Partial<SimNow> = {}): SimNow => ({
  simId,
  deviceId: `dev_of_${simId}`,
  mode: 'live',
  isInService: true,
  isHeld: false,
  slots: 8,
  partsLeft: 25,
  partsPerMinute: 25,
  freeAt: () => NOW + 7_000,
  capLeft: Number.POSITIVE_INFINITY,
  fitsTomorrow: () => true,
  hasFailedLately: false,
  batteryPercent: 80,
  isCharging: true,
  signal: 4,
  lastUsedAt: 0,
  restsUntil: 0,
  ...change,
});
const WANTED: Wanted = { mode: 'live', target: '', parts: 1, avoidSimId: null, usualSimId: null };
const NO_HOLDS: Holds = {
  isPaused: false,
  isReconciling: false,
  isFailing: false,
  isOwnerPaused: false,
  due: null,
  quietUntil: null,
  dayEndsAt: DAY_END,
};

const route = (wanted: Partial<Wanted>, sims: readonly SimNow[]) =>
  decideRoute({ ...WANTED, ...wanted }, sims, DAY_END, NOW);

describe('which SIM takes the next message', () => {
  const rows: [title: string, wanted: Partial<Wanted>, sims: SimNow[], expected: string][] = [
    ['none where no phone is', {}, [], 'no_device'],
    ['none of another mode', { mode: 'test' }, [sim('a')], 'no_device'],
    ['only the phone that was named', { target: 'dev_of_b' }, [sim('a'), sim('b')], 'b'],
    ['only the SIM that was named', { target: 'b' }, [sim('a'), sim('b')], 'b'],
    ['none of a phone that the operator paused', {}, [sim('a', { isHeld: true })], 'paused'],
    ['another than a paused phone', {}, [sim('a', { isHeld: true }), sim('b')], 'b'],
    ['none without service', {}, [sim('a', { isInService: false })], 'sim_out_of_service'],
    ['none whose day is used up', {}, [sim('a', { capLeft: 0 })], 'daily_cap'],
    ['none whose day has too few parts left', { parts: 2 }, [sim('a', { capLeft: 1 })], 'daily_cap'],
    ['another than the one whose day is used up', {}, [sim('a', { capLeft: 0 }), sim('b')], 'b'],
    ['none that rests', {}, [sim('a', { restsUntil: NOW + 1 })], 'pacing'],
    ['one whose rest is over', {}, [sim('a', { restsUntil: NOW })], 'a'],
    ['none whose minute is used up', { parts: 2 }, [sim('a', { partsLeft: 1 })], 'pacing'],
    ['none that holds enough already', {}, [sim('a', { slots: 0 })], 'pacing'],
    ['the one idle for longest', {}, [sim('a', { lastUsedAt: 2 }), sim('b', { lastUsedAt: 1 })], 'b'],
    [
      'the one with more of its minute left',
      {},
      [sim('a', { partsLeft: 5 }), sim('b', { lastUsedAt: 9 })],
      'b',
    ],
    [
      'the one that did not fail lately',
      {},
      [sim('a', { hasFailedLately: true }), sim('b', { lastUsedAt: 9 })],
      'b',
    ],
    [
      'the one with a charged battery',
      {},
      [sim('a', { batteryPercent: 9, isCharging: false }), sim('b', { lastUsedAt: 9 })],
      'b',
    ],
    ['a flat one that is charging', {}, [sim('a', { batteryPercent: 9 }), sim('b', { lastUsedAt: 9 })], 'a'],
    ['the one with signal', {}, [sim('a', { signal: 1 }), sim('b', { lastUsedAt: 9 })], 'b'],
    ['a weak one when there is no other', {}, [sim('a', { signal: 0, hasFailedLately: true })], 'a'],
    [
      'the one that its recipient knows',
      { usualSimId: 'b' },
      [sim('a'), sim('b', { lastUsedAt: 9, signal: 1 })],
      'b',
    ],
    [
      'another than the known one that fails',
      { usualSimId: 'b' },
      [sim('a'), sim('b', { hasFailedLately: true })],
      'a',
    ],
    ['another than the known one without room', { usualSimId: 'b' }, [sim('a'), sim('b', { slots: 0 })], 'a'],
    ['another than the one that failed', { avoidSimId: 'a' }, [sim('a'), sim('b', { lastUsedAt: 9 })], 'b'],
    [
      'another than the one that failed, known or not',
      { avoidSimId: 'a', usualSimId: 'a' },
      [sim('a'), sim('b')],
      'b',
    ],
    ['the one that failed when there is no other', { avoidSimId: 'a' }, [sim('a')], 'a'],
    [
      'an idle one for a text longer than its minute, so that the phone can refuse it',
      { parts: 6 },
      [sim('a', { partsPerMinute: 5, partsLeft: 4 }), sim('b', { partsPerMinute: 5, partsLeft: 5 })],
      'b',
    ],
    [
      'none for such a text while one with a longer minute is only used up',
      { parts: 6 },
      [sim('a', { partsPerMinute: 5, partsLeft: 5 }), sim('b', { partsLeft: 3 })],
      'pacing',
    ],
  ];
  it.each(rows)('%s', (_title, wanted, sims, expected) => {
    const choice = route(wanted, sims);
    expect(choice.kind === 'send' ? choice.sim.simId : choice.reason).toBe(expected);
  });
});

describe('why a message waits', () => {
  const due = { reason: 'scheduled', at: NOW + 60_000 } as const;
  const rows: [title: string, holds: Partial<Holds>, sims: SimNow[], expected: object][] = [
    ['paused comes first', { isPaused: true, isReconciling: true, due }, [], { reason: 'paused' }],
    ['its client paused it', { isOwnerPaused: true }, [sim('a')], { reason: 'paused', until: null }],
    ['reconcile before what phones could do', { isReconciling: true }, [sim('a')], { reason: 'reconcile' }],
    ['too many failed', { isFailing: true }, [sim('a')], { reason: 'failure_rate' }],
    ['its time', { due }, [sim('a')], { reason: 'scheduled', until: NOW + 60_000 }],
    ['quiet hours', { quietUntil: NOW + 5 }, [sim('a')], { reason: 'quiet_hours', until: NOW + 5 }],
    ['the end of the day', {}, [sim('a', { capLeft: 0 })], { reason: 'daily_cap', until: DAY_END }],
    [
      'no end that is known, where tomorrow has no room either',
      {},
      [sim('a', { capLeft: 0, fitsTomorrow: () => false })],
      { reason: 'daily_cap', until: null },
    ],
    ['room in the minute', {}, [sim('a', { partsLeft: 0 })], { reason: 'pacing', until: NOW + 7_000 }],
    [
      'the rest of the SIM, when that is longer',
      {},
      [sim('a', { partsLeft: 0, restsUntil: NOW + 9_000 })],
      { reason: 'pacing', until: NOW + 9_000, crowdedOn: null },
    ],
    [
      'the SIM that has room first',
      {},
      [sim('a', { partsLeft: 0 }), sim('b', { partsLeft: 0, freeAt: () => NOW + 3_000 })],
      { reason: 'pacing', until: NOW + 3_000, crowdedOn: 'b' },
    ],
  ];
  it.each(rows)('%s', (_title, holds, sims, expected) => {
    expect(decide(WANTED, { ...NO_HOLDS, ...holds }, sims, NOW)).toMatchObject({ kind: 'wait', ...expected });
  });

  it('says that the phone it names is gone', () => {
    expect(route({ target: 'dev_gone' }, [sim('a')])).toMatchObject({
      reason: 'no_device',
      isTargetGone: true,
    });
    expect(route({}, [])).toMatchObject({ reason: 'no_device', isTargetGone: false });
  });
});
