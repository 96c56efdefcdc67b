import { describe, expect, it } from 'vitest';
import {
  chooseSim,
  type Candidate,
  type Wanted,
} from '../../../../../electron/gateway/dispatch/sim-choice.ts';

const NOW = 1_000_000;
const sim = (simId: string, change: Partial<Candidate> = {}): Candidate => ({
  simId,
  deviceId: `dev_of_${simId}`,
  mode: 'live',
  isInService: true,
  slots: 8,
  partsLeft: 25,
  partsPerMinute: 25,
  lastUsedAt: 0,
  restsUntil: 0,
  ...change,
});
const WANTED: Wanted = { mode: 'live', deviceId: null, simId: null, parts: 1, avoidSimId: null };

describe('which SIM takes the next message', () => {
  const rows: [title: string, wanted: Partial<Wanted>, candidates: Candidate[], expected: string][] = [
    ['none where no phone is', {}, [], 'no_device'],
    ['none of another mode', { mode: 'test' }, [sim('a')], 'no_device'],
    ['only the phone that was named', { deviceId: 'dev_of_b' }, [sim('a'), sim('b')], 'b'],
    ['only the SIM that was named', { simId: 'b' }, [sim('a'), sim('b')], 'b'],
    ['none without service', {}, [sim('a', { isInService: false })], 'sim_out_of_service'],
    ['none that rests', {}, [sim('a', { restsUntil: NOW + 1 })], 'pacing'],
    ['one whose rest is over', {}, [sim('a', { restsUntil: NOW })], 'a'],
    ['none whose minute is used up', { parts: 2 }, [sim('a', { partsLeft: 1 })], 'pacing'],
    ['none that holds enough already', {}, [sim('a', { slots: 0 })], 'busy'],
    ['the one idle for longest', {}, [sim('a', { lastUsedAt: 2 }), sim('b', { lastUsedAt: 1 })], 'b'],
    ['another than the one that failed', { avoidSimId: 'a' }, [sim('a'), sim('b', { lastUsedAt: 9 })], 'b'],
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
  it.each(rows)('%s', (_title, wanted, candidates, expected) => {
    const choice = chooseSim({ ...WANTED, ...wanted }, candidates, NOW);
    expect(choice.kind === 'sim' ? choice.sim.simId : choice.reason).toBe(expected);
  });
});
