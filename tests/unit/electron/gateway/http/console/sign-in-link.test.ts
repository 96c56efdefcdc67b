import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../../../../../electron/gateway/foundation/logger.ts';
import { createSignInLink } from '../../../../../../electron/gateway/http/console/sign-in-link.ts';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setup() {
  const written: string[] = [];
  const disk = { isFull: false };
  let secrets = 0;
  const link = createSignInLink({
    newSecret: () => `s${(secrets += 1)}`,
    port: () => 8642,
    write: (text) => {
      if (disk.isFull) throw new Error('the disk is full');
      written.push(text);
    },
    log: createLogger('silent'),
  });
  return { link, written, disk };
}

describe('the sign-in link', () => {
  it('is written at the start, after use, and before its secret of ten minutes is too old', () => {
    const { link, written } = setup();
    link.start();
    expect(written).toEqual(['http://127.0.0.1:8642/#/sign-in?secret=s1\n']);
    link.renew();
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(written.map((text) => text.slice(-3).trim())).toEqual(['s1', 's2', 's3']);
    link.stop();
  });

  it('is written no more after stop, which is safe twice and before start', () => {
    const { link, written } = setup();
    link.stop();
    link.start();
    link.stop();
    link.stop();
    vi.advanceTimersByTime(60 * MINUTE_MS);
    expect(written).toHaveLength(1);
  });

  it('ends no gateway when the disk is full while one runs, and works again after', () => {
    const { link, written, disk } = setup();
    link.start();
    disk.isFull = true;
    link.renew();
    vi.advanceTimersByTime(9 * MINUTE_MS);
    disk.isFull = false;
    vi.advanceTimersByTime(9 * MINUTE_MS);
    expect(written).toHaveLength(2);
    link.stop();
  });

  it('says at the start that it can not be written', () => {
    const { link, disk } = setup();
    disk.isFull = true;
    expect(() => {
      link.start();
    }).toThrow('the disk is full');
  });
});
