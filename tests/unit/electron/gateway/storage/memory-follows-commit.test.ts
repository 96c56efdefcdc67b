/** What the gateway holds in memory beside its tables says what is on disk, also after a write was undone. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFeed, type Change } from '../../../../../electron/gateway/events/feed.ts';
import { createWaitingCounts } from '../../../../../electron/gateway/messages/waiting-counts-store.ts';
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
    const counts = createWaitingCounts(db, writer.ifUndone);
    await writer.write(() => counts.move('live', 1, 1));
    await undone(() => {
      counts.move('live', 1, -1);
      counts.move('live', 2, 1);
    });
    expect([counts.total(), counts.of('live', 1), counts.of('live', 2)]).toEqual([1, 1, 0]);
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
