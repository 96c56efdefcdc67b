import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guarded, logged } from '../../../../../electron/gateway/foundation/faults.ts';
import { after, every, pause, soon } from '../../../../../electron/gateway/foundation/timers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a timer', () => {
  it('hands what its callback throws to its owner, and runs again', () => {
    const heard: unknown[] = [];
    let runs = 0;
    const timer = every(
      1_000,
      () => {
        runs += 1;
        throw new Error(`run ${runs}`);
      },
      (error) => heard.push(String(error)),
    );
    vi.advanceTimersByTime(3_000);
    timer.stop();
    timer.stop();
    vi.advanceTimersByTime(3_000);
    expect(heard).toEqual(['Error: run 1', 'Error: run 2', 'Error: run 3']);
  });

  it('hands over a rejection too', async () => {
    const heard: unknown[] = [];
    after(
      10,
      () => Promise.reject(new Error('the disk is full')),
      (error) => heard.push(String(error)),
    );
    soon(
      async () => {
        await Promise.resolve();
        throw new Error('later');
      },
      (error) => heard.push(String(error)),
    );
    await vi.advanceTimersByTimeAsync(10);
    expect(heard.sort()).toEqual(['Error: later', 'Error: the disk is full']);
  });

  it('does not run once it is stopped', () => {
    const run = vi.fn();
    after(10, run, vi.fn()).stop();
    soon(run, vi.fn()).stop();
    vi.advanceTimersByTime(100);
    expect(run).not.toHaveBeenCalled();
  });
});

describe('a pause', () => {
  it('is over after its time, or as soon as it is ended', async () => {
    const [slept, woken] = [pause(1_000), pause(60_000)];
    woken.end();
    await woken.over;
    await vi.advanceTimersByTimeAsync(1_000);
    await slept.over;
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a guarded callback', () => {
  it('gets its arguments, and its error is logged under the sentence', () => {
    const lines: unknown[] = [];
    const log = { error: (facts: unknown, sentence: string) => lines.push([facts, sentence]) };
    const listener = guarded(
      (name: string) => {
        throw new TypeError(`${name} is wrong`);
      },
      logged(log, 'a frame could not be read'),
    );
    listener('seq');
    expect(JSON.stringify(lines)).toMatch(/seq is wrong.*a frame could not be read/);
  });
});
