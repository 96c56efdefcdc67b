import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createPruner } from '../../../../../electron/gateway/storage/pruner.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Tables with so many old rows; each commit takes a turn. */
function setup(...old: number[]) {
  const commits: number[] = [];
  const logged: string[] = [];
  const broken = new Set<string>();
  let finishCommit: () => void = () => undefined;
  const disk = { isSlow: false, isBroken: false };
  const pruner = createPruner({
    tables: old.map((_rows, index) => ({
      name: `table_${index}`,
      prune: (now, limit) => {
        if (broken.has(`table_${index}`)) throw new Error('the disk is full');
        expect(now).toBe(7);
        const rows = Math.min(limit, old[index] ?? 0);
        old[index] = (old[index] ?? 0) - rows;
        commits.push(rows);
        return rows;
      },
    })),
    writer: {
      write: async (unit) => {
        const value = unit();
        if (disk.isSlow) await new Promise<void>((resolve) => (finishCommit = resolve));
        return value;
      },
    },
    isStorageBroken: () => disk.isBroken,
    clock: { now: () => 7, monotonic: () => 7 },
    log: { ...silentLogger, error: (facts) => logged.push(String(Reflect.get(facts, 'table'))) },
  });
  return { pruner, commits, logged, broken, old, disk, finishCommit: () => finishCommit() };
}

describe('the pruner', () => {
  it('deletes at the start what is old, a bounded number of rows a commit, and looks again every hour', async () => {
    const { pruner, commits, old } = setup(1_200);
    pruner.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(commits).toEqual([500, 500, 200]);
    old[0] = 3;
    await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
    expect(commits).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(1);
    expect(commits).toEqual([500, 500, 200, 3]);
    await pruner.stop();
  });

  it('logs what could not be deleted, goes on with the next table, and tries again an hour later', async () => {
    const { pruner, commits, logged, broken } = setup(1, 2);
    broken.add('table_0');
    pruner.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(logged).toEqual(['table_0']);
    expect(commits).toEqual([2]);
    broken.clear();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(commits).toEqual([2, 1, 0]);
    await pruner.stop();
  });

  it('begins no second round while one runs, and stops after the commit that is under way', async () => {
    const { pruner, commits, disk, finishCommit } = setup(5_000);
    disk.isSlow = true;
    pruner.start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(commits).toEqual([500]);
    let isOver = false;
    const stopping = pruner.stop().then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(false);
    finishCommit();
    await stopping;
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(commits).toEqual([500]);
  });

  it('deletes nothing from a database that can not be relied on', async () => {
    const { pruner, commits, disk } = setup(5);
    disk.isBroken = true;
    pruner.start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(commits).toEqual([]);
    disk.isBroken = false;
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(commits).toEqual([5]);
    await pruner.stop();
  });

  it('may be stopped before it started, and twice', async () => {
    const { pruner, commits } = setup(1);
    await pruner.stop();
    await pruner.stop();
    expect(commits).toEqual([]);
  });
});
