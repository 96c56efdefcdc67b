/** The thread that reads, over a real database file. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createReadThread } from '../../../../../electron/gateway/storage/read-thread.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { READER_PROGRAM, type Reads } from '../../../../../electron/gateway/wiring/reads.ts';
import { aMessage } from '../../../../support/a-message.ts';
import { waitFor } from '../../../../support/wait-for.ts';

const NEWEST = { order: 'desc', limit: 5 } as const;

function setup(more: { readonly deadlineMs?: number; readonly idleMs?: number } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-reader-'));
  const storage = openStorage(directory);
  const errors: unknown[] = [];
  const reader = createReadThread<Reads>({
    program: READER_PROGRAM,
    data: { path: storage.path, searchPath: storage.searchPath },
    failed: (error) => errors.push(error),
    log: silentLogger,
    ...more,
  });
  onTestFinished(async () => {
    await reader.stop();
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const messages = createMessageStore(
    storage.db,
    createLanes(createLaneStore(storage.db), () => false),
  );
  return { storage, reader, messages, errors };
}

describe('the thread that reads', () => {
  it('sees each message as soon as its write is told', async () => {
    const { storage, reader, messages } = setup();
    for (let n = 0; n < 30; n += 1) {
      const seq = await storage.writer.write(() => messages.insert(`req_${n}`, aMessage(), n));
      const { rows } = await reader.read('messages', NEWEST);
      expect(rows[0]?.seq).toBe(seq);
    }
  });

  it('is there only while it is used', async () => {
    const { reader } = setup({ idleMs: 50 });
    expect(reader.isRunning()).toBe(false);
    await reader.read('messages', NEWEST);
    expect(reader.isRunning()).toBe(true);
    await waitFor('the thread to end', () => !reader.isRunning());
    expect((await reader.read('inbox', { limit: 5 })).rows).toEqual([]);
  });

  it('is given up with a clear refusal when a read takes too long, and the next one is answered', async () => {
    const { reader } = setup({ deadlineMs: 1 });
    await expect(reader.read('messages', NEWEST)).rejects.toMatchObject({
      code: 'queue_blocked',
      status: 503,
      details: { reason: 'read_timeout' },
    });
    const patient = setup();
    expect((await patient.reader.read('messages', NEWEST)).rows).toEqual([]);
  });

  it('keeps the log of the database short, however much is read while it grows', async () => {
    const { storage, reader, messages } = setup();
    await storage.writer.write(() => messages.insert('req_1', aMessage(), 1));
    const put = storage.db.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
    let longest = 0;
    for (let n = 0; n < 120; n += 1) {
      const read = reader.read('messages', NEWEST);
      await storage.writer.write(() => put.run(`x${n % 4}`, 'y'.repeat(400_000)));
      longest = Math.max(longest, statSync(`${storage.path}-wal`).size);
      await read;
    }
    expect(longest).toBeLessThan(16 * 1024 * 1024);
  });

  it('tells what a read threw, with its code, and goes on', async () => {
    const { storage, reader, errors } = setup();
    storage.db.exec('DROP TABLE inbound_messages');
    await expect(reader.read('inbox', { limit: 5 })).rejects.toThrow('no such table');
    expect(errors).toMatchObject([{ code: 'SQLITE_ERROR' }]);
  });

  it('answers nothing once it is stopped, and stops while it reads', async () => {
    const { reader } = setup();
    const late = reader.read('messages', NEWEST);
    await Promise.all([reader.stop(), expect(late).rejects.toThrow('stopping')]);
    await expect(reader.read('messages', NEWEST)).rejects.toThrow('stopping');
    expect(reader.isRunning()).toBe(false);
  });
});
