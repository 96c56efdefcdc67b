import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import {
  createProvisionRuns,
  type ProvisionRunsDeps,
} from '../../../../../electron/gateway/provisioning/provision-runs.ts';
import type { ProvisionOutcome } from '../../../../../electron/gateway/provisioning/provisioning.ts';
import { failed, waitingSteps } from '../../../../../electron/gateway/provisioning/provision-steps.ts';
import { provisionWithoutAdb } from '../../../../../electron/gateway/provisioning/without-adb.ts';
import { sentence } from '../../../../../electron/shared/words/words.ts';

/** Runs that go on until the test ends them. */
function setup(provision?: ProvisionRunsDeps['provision']) {
  const running: (readonly string[])[] = [];
  const told: string[] = [];
  const ends: ((outcome: ProvisionOutcome | Error) => void)[] = [];
  const feed = createFeed();
  feed.listen((changes) => told.push(...changes.map((change) => change.id)));
  const runs = createProvisionRuns({
    provision:
      provision ??
      (() =>
        new Promise((resolve, reject) => {
          ends.push((outcome) => {
            if (outcome instanceof Error) reject(outcome);
            else resolve(outcome);
          });
        })),
    running: (serials) => running.push([...serials]),
    feed,
    clock: { now: () => 1_800_000_000_000, monotonic: () => 0 },
    log: silentLogger,
  });
  const end = async (at: number, outcome: ProvisionOutcome | Error): Promise<void> => {
    ends[at]?.(outcome);
    await new Promise(setImmediate);
  };
  return { runs, running, told, end };
}
const order = (serial: string) => ({ serial, mayReplace: false });

describe('the runs', () => {
  it('keep one run for a phone that is being paired, and start another after it', async () => {
    const { runs, end } = setup();
    const first = runs.start(order('a'));
    expect(runs.start(order('a'))).toBe(first);
    expect(runs.start(order('b'))).not.toBe(first);
    await end(0, { state: 'done' });
    expect(runs.run(first)?.state).toBe('done');
    expect(runs.start(order('a'))).not.toBe(first);
  });

  it('tell which phones have one whenever one starts or ends', async () => {
    const { runs, running, end } = setup();
    runs.start(order('a'));
    runs.start(order('b'));
    await end(0, { state: 'needs_you' });
    await end(1, new Error('a bug'));
    expect(running).toEqual([['a'], ['a', 'b'], ['b'], []]);
  });

  it('are told with each step, and fail where the steps throw', async () => {
    const steps = waitingSteps();
    const { runs, told } = setup((_order, tell) => {
      tell(steps);
      return Promise.reject(new Error('a bug'));
    });
    const id = runs.start(order('a'));
    await runs.ended();
    expect(runs.run(id)).toMatchObject({ serial: 'a', state: 'failed' });
    expect(told).toEqual([id, id, id]);
  });

  it('are kept fifty after they ended, and as long as they go on', async () => {
    let isFirst = true;
    const { runs } = setup(() => {
      const outcome = isFirst
        ? new Promise<never>(() => undefined)
        : Promise.resolve({ state: 'done' } as const);
      isFirst = false;
      return outcome;
    });
    const going = runs.start(order('going'));
    const ids: string[] = [];
    for (let n = 0; n < 60; n += 1) {
      ids.push(runs.start(order(`p${n}`)));
      await new Promise(setImmediate);
    }
    expect(runs.run(going)?.state).toBe('running');
    expect(ids.filter((id) => runs.run(id) !== undefined)).toHaveLength(51);
    expect(runs.run(ids[0] ?? '')).toBeUndefined();
  });

  it('end at the first step where ADB is switched off', async () => {
    const { runs } = setup((_order, tell) => provisionWithoutAdb(tell));
    const id = runs.start(order('a'));
    await runs.ended();
    expect(runs.run(id)?.state).toBe('failed');
    expect(runs.run(id)?.steps.map((step) => step.state)).toEqual([
      'failed',
      ...Array.from({ length: 5 }, () => 'waiting'),
    ]);
    expect(runs.run(id)?.steps[0]?.code).toBe(failed(sentence('adb.off')).sentence.code);
  });
});
