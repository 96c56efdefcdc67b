import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DialEnd, Dialler } from '../../../../../electron/gateway/demo-phone/dialler.ts';

/** Dials that the test ends, and when each began. */
function setup() {
  const dials: number[] = [];
  const ends: ((end: DialEnd) => void)[] = [];
  const startedAt = Date.now();
  const dialler = new Dialler(
    () => {
      dials.push(Date.now() - startedAt);
      return new Promise<DialEnd>((resolve) => ends.push(resolve));
    },
    () => 0.5,
  );
  return { dialler, dials, end: (how: DialEnd = 'redial') => ends.at(-1)?.(how) };
}

describe('the dialler', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits 1 s, doubling to 30 s', async () => {
    const { dialler, dials, end } = setup();
    dialler.poke();
    for (let n = 0; n < 8; n += 1) {
      end();
      await vi.advanceTimersToNextTimerAsync();
    }
    const waits = dials.slice(1).map((at, index) => at - (dials[index] ?? 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('starts from 1 s again only after a welcome', async () => {
    const { dialler, dials, end } = setup();
    dialler.poke();
    end();
    await vi.advanceTimersToNextTimerAsync();
    dialler.welcomed();
    end();
    await vi.advanceTimersToNextTimerAsync();
    expect(dials).toEqual([0, 1_000, 2_000]);
  });

  it('dials at once when poked, without forgetting how often it failed', async () => {
    const { dialler, dials, end } = setup();
    dialler.poke();
    end();
    await vi.advanceTimersByTimeAsync(300);
    dialler.poke();
    end();
    await vi.advanceTimersToNextTimerAsync();
    expect(dials).toEqual([0, 300, 2_300]);
  });

  it('follows a dial that was poked meanwhile by another at once', async () => {
    const { dialler, dials, end } = setup();
    dialler.poke();
    dialler.poke();
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(dials).toEqual([0, 0]);
  });

  it('rests when told so, and when stopped', async () => {
    const { dialler, dials, end } = setup();
    dialler.poke();
    end('stop');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(dials).toHaveLength(1);
    dialler.poke();
    end();
    await vi.advanceTimersByTimeAsync(0);
    dialler.stop();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(dials).toHaveLength(2);
  });
});
