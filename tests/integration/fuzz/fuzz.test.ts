/** A short run of every fuzz target, with what earlier runs found. */
import { describe, expect, it } from 'vitest';
import { FUZZ_TARGETS } from '../../fuzz/fuzz-targets.ts';
import type { FuzzTarget } from '../../fuzz/fuzz-target.ts';
import { readKept } from '../../fuzz/kept-findings.ts';
import { runFuzz } from '../../fuzz/run-fuzz.ts';

describe('fuzzing', () => {
  for (const target of FUZZ_TARGETS) {
    it(`finds nothing in ${target.name}`, async () => {
      const outcome = await runFuzz(target, { seed: 1, kept: readKept(target.name), forMs: 3_000 });
      expect(outcome.finding).toBeNull();
      expect(outcome.cases).toBeGreaterThan(20);
    });
  }

  /** Counts, and fails at one input. */
  const failing = (how: 'feed' | 'check'): FuzzTarget => ({
    name: 'failing',
    start: () => {
      let last = '';
      const judge = (where: string): Promise<void> =>
        how === where && last === 'bad' ? Promise.reject(new Error(`failed in ${where}`)) : Promise.resolve();
      return Promise.resolve({
        make: () => 'good',
        feed: (input) => {
          last = input;
          return judge('feed');
        },
        check: () => judge('check'),
        stop: () => Promise.resolve(),
      });
    },
  });

  it.each(['feed', 'check'] as const)(
    'tells what failed in %s, with the inputs that led to it',
    async (how) => {
      const outcome = await runFuzz(failing(how), { seed: 1, kept: ['good', 'bad'], forMs: 0 });
      expect(outcome.finding?.inputs).toEqual(['good', 'bad']);
      expect(outcome.finding?.error).toContain(`failed in ${how}`);
    },
  );
});
