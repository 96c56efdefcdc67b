/** What the gateway holds in memory beside its tables says what is on disk, also after a write was undone. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import type { Change } from '../../../../../electron/shared/console/changes.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-memory-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db, writer } = storage;
  /** Does it in a unit that is undone behind it. */
  const undone = async (change: () => void): Promise<void> => {
    const write = writer.write(() => {
      change();
      throw new Error('undone');
    });
    await expect(write).rejects.toThrow('undone');
  };
  return { db, writer, undone };
}

describe('after a write was undone', () => {
  it('the messages that wait are counted as before', async () => {
    const { db, writer, undone } = setup();
    const lanes = createLanes(createLaneStore(db), () => false, writer.ifUndone);
    const key = { mode: 'live', priority: 1, target: '', clientId: 'cli', batchId: '' } as const;
    const enter = (priority: number): void => {
      lanes.enter({ laneId: lanes.laneFor({ ...key, priority }).id, parts: 1, isDue: false });
    };
    await writer.write(() => enter(1));
    await undone(() => {
      lanes.leave({ laneId: lanes.laneFor(key).id, parts: 1, isDue: false });
      enter(2);
    });
    expect([lanes.total(), lanes.of('live', 1), lanes.of('live', 2)]).toEqual([1, 1, 0]);
    expect([lanes.rings('live', 1).size, lanes.rings('live', 2).size]).toEqual([1, 0]);
    await writer.write(() => enter(2));
    expect(lanes.of('live', 2)).toBe(1);
  });

  it('the screens are told nothing of it', async () => {
    const { writer, undone } = setup();
    const feed = createFeed(writer.ifUndone);
    writer.onCommit(feed.flush);
    const told: Change[] = [];
    feed.listen((changes) => told.push(...changes));
    await undone(() => feed.note('message', 'undone'));
    await writer.write(() => feed.note('message', 'stored'));
    expect(told.map((change) => change.id)).toEqual(['stored']);
  });
});

it('a listener of the feed that throws keeps no other from being told', () => {
  const error = vi.fn();
  const feed = createFeed(undefined, { info: vi.fn(), warn: vi.fn(), error });
  const listener = vi.fn();
  feed.listen(() => {
    throw new Error('deaf');
  });
  feed.listen(listener);
  feed.tell('queue', '');
  expect(listener).toHaveBeenCalledTimes(1);
  expect(error).toHaveBeenCalledTimes(1);
});
