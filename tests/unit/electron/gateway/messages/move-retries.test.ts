import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../../../support/a-message.ts';

const HOUR_MS = 3_600_000;
const NOW = 1_800_000_000_000;

it('brings retries forward by as much as the clock was set back, and leaves what is scheduled its date', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-retries-'));
  const storage = openStorage(directory);
  const { db } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const messages = createMessageStore(
    db,
    createLanes(createLaneStore(db), () => false),
  );
  const placed = (requestId: string, state: string): number => {
    const seq = messages.insert(requestId, aMessage(), NOW);
    db.prepare('UPDATE messages SET state = ?, due_at = ? WHERE seq = ?').run(state, NOW + 5_000, seq);
    return seq;
  };
  const retry = placed('req_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'queued');
  const scheduled = placed('req_01ARZ3NDEKTSV4RRFFQ69G5FAW', 'scheduled');
  messages.moveRetries(-3 * HOUR_MS);
  expect(messages.bySeq(retry)?.due_at).toBe(NOW + 5_000 - 3 * HOUR_MS);
  expect(messages.bySeq(scheduled)?.due_at).toBe(NOW + 5_000);
  messages.bringNear(NOW - 4 * HOUR_MS, NOW - 5 * HOUR_MS);
  expect(messages.bySeq(retry)?.due_at).toBe(NOW - 5 * HOUR_MS);
  expect(messages.bySeq(scheduled)?.due_at).toBe(NOW + 5_000);
  messages.bringNear(NOW, NOW - 6 * HOUR_MS);
  expect(messages.bySeq(retry)?.due_at).toBe(NOW - 5 * HOUR_MS);
});
