import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createSearchFeed } from '../../../../../electron/gateway/messages/search-feed.ts';

const LOOK_MS = 5_000;

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

function setup({ stored = 0 } = {}) {
  const state = { newest: stored, fed: stored, isReading: false, erased: 0, feeds: 0, fails: 0 };
  const feed = createSearchFeed({
    feed: (limit) => {
      state.feeds += 1;
      if (state.fails > 0) {
        state.fails -= 1;
        return Promise.reject(new Error('disk full'));
      }
      const forgotten = state.erased > 0 ? [1] : [];
      state.fed = Math.min(state.newest, state.fed + limit);
      return Promise.resolve({ seq: state.fed, isMore: state.fed < state.newest, forgotten });
    },
    isReading: () => state.isReading,
    newestSeq: () => state.newest,
    hasErased: () => state.erased > 0,
    noteForgotten: () => {
      state.erased -= 1;
      return Promise.resolve();
    },
    log: silentLogger,
  });
  feed.start();
  onTestFinished(() => feed.stop());
  const looks = (count: number) => vi.advanceTimersByTimeAsync(count * LOOK_MS);
  return { state, looks, feed };
}

describe('the feed of the search', () => {
  it('starts no thread for nothing, nor for few messages', async () => {
    const { state, looks } = setup();
    await looks(20);
    expect(state.feeds).toBe(0);
    state.newest = 400;
    await looks(2);
    state.newest = 800;
    await looks(1);
    expect([state.fed, state.feeds > 0]).toEqual([800, true]);
    state.newest = 1_200;
    await looks(5);
    expect(state.fed).toBe(800);
  });

  it('follows closely while the thread runs anyway', async () => {
    const { state, looks } = setup();
    Object.assign(state, { isReading: true, newest: 3 });
    await looks(1);
    expect(state.fed).toBe(3);
  });

  it('looks once after a start, for what an earlier end left', async () => {
    const { state, looks } = setup({ stored: 300 });
    state.fed = 0;
    await looks(5);
    expect(state.feeds).toBe(0);
    await looks(1);
    expect(state.fed).toBe(300);
  });

  it('waits while much is accepted, but not for ever', async () => {
    const { state, looks } = setup();
    for (let n = 0; n < 10; n += 1) {
      state.newest += 5_000;
      await looks(1);
    }
    expect(state.feeds).toBe(0);
    await looks(1);
    expect(state.fed).toBe(50_000);
    state.newest = 300_000;
    await looks(1);
    expect(state.fed).toBe(300_000);
  });

  it('has erased texts forgotten, and goes on after a failure', async () => {
    const { state, looks } = setup();
    Object.assign(state, { erased: 1, fails: 1 });
    await looks(1);
    expect(state.erased).toBe(1);
    await looks(1);
    expect(state.erased).toBe(0);
  });
});
