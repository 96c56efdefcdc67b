import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listQuery } from '../../../../../electron/gateway/messages/message-store.ts';
import type { MessageState } from '../../../../../electron/shared/states.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

function planOf(states: readonly MessageState[]): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-list-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { sql, values } = listQuery({ states, order: 'desc', limit: 5 });
  const plan = storage.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
  return plan.map((step) => step.detail).join('; ');
}

describe('a list of messages', () => {
  it.each([[['failed', 'undelivered', 'unknown']], [['expired']], [['cancelled', 'failed']]] as const)(
    'that ended badly (%o) reads those alone, however many went well',
    (states) => {
      expect(planOf(states)).toContain('messages_ended_badly');
    },
  );

  it('of other states does without that index', () => {
    expect(planOf(['failed', 'sent'])).not.toContain('messages_ended_badly');
  });
});
