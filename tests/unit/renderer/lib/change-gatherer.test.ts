import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangeTopic } from '../../../../electron/shared/change-topics.ts';
import {
  createChangeGatherer,
  gatherChanges,
  type GatheredChanges,
} from '../../../../renderer/lib/change-gatherer.ts';

const change = (topic: ChangeTopic, id: string) => ({ seq: 1, topic, id });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setup(work: () => Promise<void> = () => Promise.resolve()) {
  const looks: GatheredChanges[] = [];
  const gatherer = createChangeGatherer(500, (changes) => {
    looks.push(changes);
    return work();
  });
  return { looks, gatherer };
}

describe('gatherChanges', () => {
  it('names each id once by topic, and a topic without ids as all', () => {
    const gathered = gatherChanges([
      change('message', 'a'),
      change('message', 'a'),
      change('message', 'b'),
      change('device', ''),
    ]);
    expect([...gathered]).toEqual([
      ['message', new Set(['a', 'b'])],
      ['device', 'all'],
    ]);
  });
});

describe('the gatherer of changes', () => {
  it('looks at once at a change that comes alone', () => {
    const { looks, gatherer } = setup();
    gatherer.add([change('message', 'a')]);
    expect(looks).toHaveLength(1);
  });

  it('looks at most twice a second at a thousand changes a second, and loses none', async () => {
    const { looks, gatherer } = setup();
    for (let n = 0; n < 2_000; n += 1) {
      gatherer.add([change('message', String(n))]);
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks.length).toBeLessThanOrEqual(6);
    const ids = looks.flatMap((look) => {
      const named = look.get('message');
      return named === undefined || named === 'all' ? [] : [...named];
    });
    expect(new Set(ids).size).toBe(2_000);
  });

  it('waits for a look that takes long, and goes on after one that failed', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { looks, gatherer } = setup(
      () =>
        new Promise((_done, reject) => {
          fail = reject;
        }),
    );
    gatherer.add([change('message', 'a')]);
    gatherer.add([change('message', 'b')]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(looks).toHaveLength(1);
    fail(new Error('no answer'));
    await vi.advanceTimersByTimeAsync(0);
    expect(looks).toHaveLength(2);
  });

  it('does not look any more once it is stopped', async () => {
    const { looks, gatherer } = setup();
    gatherer.add([change('message', 'a')]);
    gatherer.add([change('message', 'b')]);
    gatherer.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toHaveLength(1);
  });
});
