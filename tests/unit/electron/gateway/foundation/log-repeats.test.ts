import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REPEAT_WINDOW_MS, withoutRepeats } from '../../../../../electron/gateway/foundation/log-repeats.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setup() {
  const lines: (readonly [string, unknown, string])[] = [];
  const into = (level: string) => (facts: unknown, sentence: string) => {
    lines.push([level, facts, sentence]);
  };
  return { lines, log: withoutRepeats({ info: into('info'), warn: into('warn'), error: into('error') }) };
}

describe('a log without repeats', () => {
  it('logs a cause at once, and how often it came again when the minute is over', () => {
    const { lines, log } = setup();
    for (let seq = 1; seq <= 2_000; seq += 1) log.warn({ device: 'dev_1', seq }, 'a frame is wrong');
    expect(lines).toEqual([['warn', { device: 'dev_1', seq: 1 }, 'a frame is wrong']]);
    vi.advanceTimersByTime(REPEAT_WINDOW_MS);
    expect(lines.at(-1)).toEqual([
      'warn',
      { device: 'dev_1', seq: 1, times: 1_999 },
      'again: a frame is wrong',
    ]);
    log.warn({ device: 'dev_1', seq: 1 }, 'a frame is wrong');
    expect(lines).toHaveLength(3);
  });

  it('keeps phones and errors apart', () => {
    const { lines, log } = setup();
    log.warn({ device: 'dev_1' }, 'a frame is wrong');
    log.warn({ device: 'dev_2' }, 'a frame is wrong');
    log.error({ error: 'SQLITE_FULL' }, 'the sweep failed');
    log.error({ error: 'SQLITE_IOERR' }, 'the sweep failed');
    expect(lines).toHaveLength(4);
  });

  it('takes no more than twenty causes of one sentence a minute, and counts the others together', () => {
    const { lines, log } = setup();
    for (let n = 0; n < 5_000; n += 1) log.warn({ error: `made up ${n}` }, 'a connection failed');
    expect(lines).toHaveLength(21);
    vi.advanceTimersByTime(REPEAT_WINDOW_MS);
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)?.[1]).toMatchObject({ times: 4_979 });
  });

  it('says nothing more of what came once', () => {
    const { lines, log } = setup();
    log.info({}, 'a phone is linked');
    vi.advanceTimersByTime(REPEAT_WINDOW_MS);
    expect(lines).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
