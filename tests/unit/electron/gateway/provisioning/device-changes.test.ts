import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { createDeviceChanges } from '../../../../../electron/gateway/provisioning/device-changes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setup() {
  const feed = createFeed();
  const changes = createDeviceChanges(feed);
  const seen: string[] = [];
  const wait = async (ms: number): Promise<void> => {
    await changes.next(ms).then(
      () => seen.push('over'),
      (error: unknown) => seen.push(String(error)),
    );
  };
  return { feed, changes, seen, wait };
}

describe('waiting for a change', () => {
  it('ends when a phone changed, and not with other changes', async () => {
    const { feed, seen, wait } = setup();
    const waiting = wait(1_000);
    feed.tell('message', 'req_1');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([]);
    feed.tell('device', 'dev_1');
    await waiting;
    expect(seen).toEqual(['over']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the time is up', async () => {
    const { seen, wait } = setup();
    const waiting = wait(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await waiting;
    expect(seen).toEqual(['over']);
  });

  it('ends at once when the gateway stops, and for those that come after', async () => {
    const { changes, seen, wait } = setup();
    const waiting = wait(600_000);
    changes.stop();
    await waiting;
    await wait(600_000);
    expect(seen).toHaveLength(2);
    expect(seen.every((text) => text.includes('stopping'))).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
