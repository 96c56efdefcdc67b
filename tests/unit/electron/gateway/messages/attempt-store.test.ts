import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { createAttemptStore } from '../../../../../electron/gateway/messages/attempt-store.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../../../support/a-message.ts';

/** Attempts of one message; each name is the id, and `end` is when its time is over. */
function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-attempt-rows-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db } = storage;
  const messages = createMessageStore(
    db,
    createLanes(createLaneStore(db), () => false),
  );
  const attempts = createAttemptStore(db);
  const messageSeq = messages.insert('req_1', aMessage(), 1);
  let n = 0;
  const add = (attemptId: string, end: number, state: string, reason: string | null = null): void => {
    n += 1;
    attempts.insert({
      attemptId,
      messageSeq,
      n,
      deviceId: 'dev_1',
      deviceName: 'Till',
      ledgerId: 'ab'.repeat(16),
      simId: 'sim_1',
      simSlot: 1,
      notAfter: end,
      offeredAt: 1,
    });
    db.prepare('UPDATE attempts SET state = ?, reason = ? WHERE attempt_id = ?').run(
      state,
      reason,
      attemptId,
    );
  };
  const requestCancel = (): void => {
    db.prepare('UPDATE messages SET cancel_requested = 1').run();
  };
  return { attempts, add, requestCancel };
}

describe('what a phone is asked about', () => {
  it('is what it may hold, the one whose time ends first in front', () => {
    const { attempts, add } = setup();
    add('late', 900, 'accepted');
    add('soon', 100, 'offered');
    add('over', 50, 'sent');
    add('unknown', 10, 'unknown');
    add('under way', 500, 'submitting');
    expect(attempts.heldOf('dev_1')).toEqual(['soon', 'under way', 'late']);
    expect(attempts.heldOf('dev_2')).toEqual([]);
  });

  it('is what is unknown, page after page, oldest end first, without what can have no better answer', () => {
    const { attempts, add } = setup();
    for (const [id, end] of [
      ['c', 300],
      ['a', 100],
      ['b2', 200],
      ['b1', 200],
    ] as const)
      add(id, end, 'unknown', 'no_answer');
    add('replaced', 1, 'unknown', 'ledger_replaced');
    add('forgotten', 1, 'unknown', 'forgotten');
    const first = attempts.unknownOf('dev_1', { after: null, limit: 2 });
    const rest = attempts.unknownOf('dev_1', { after: first.at(-1) ?? null, limit: 9 });
    expect(first.map((attempt) => attempt.attempt_id)).toEqual(['a', 'b2']);
    expect(rest.map((attempt) => attempt.attempt_id)).toEqual(['b1', 'c']);
  });

  it('is what was cancelled while it may be held or is unknown', () => {
    const { attempts, add, requestCancel } = setup();
    add('held', 1, 'accepted');
    add('unknown', 1, 'unknown');
    add('over', 1, 'sent');
    expect(attempts.cancelledOf('dev_1')).toEqual([]);
    requestCancel();
    expect(attempts.cancelledOf('dev_1')).toEqual(['held', 'unknown']);
  });
});
