import { describe, expect, it, vi } from 'vitest';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { createOutcomeWait } from '../../../../../electron/gateway/messages/outcome-wait.ts';
import type { MessageState } from '../../../../../electron/shared/states.ts';

function setup() {
  const feed = createFeed();
  const states = new Map<string, MessageState>([['req_1', 'queued']]);
  const stateNow = vi.fn((requestId: string) => states.get(requestId) ?? 'queued');
  const wait = createOutcomeWait(feed, stateNow);
  const become = (state: MessageState, requestId = 'req_1'): void => {
    states.set(requestId, state);
    feed.tell('message', requestId);
  };
  return { wait, become, feed, stateNow };
}

describe('waiting for the radio', () => {
  it('ends at once when the message is settled already', async () => {
    const { wait, become } = setup();
    become('delivered');
    expect(await wait('req_1', 60_000)).toBe('delivered');
  });

  it('goes on while the message only moves, and ends when it settles', async () => {
    const { wait, become } = setup();
    const waiting = wait('req_1', 60_000);
    become('sending');
    become('sent');
    expect(await waiting).toBe('sent');
  });

  it('answers the state of the moment when the time is up', async () => {
    const { wait, become } = setup();
    const waiting = wait('req_1', 5);
    become('sending');
    expect(await waiting).toBe('sending');
  });

  it('is not woken by other messages, nor by anything once nobody waits', async () => {
    const { wait, become, stateNow } = setup();
    const waiting = wait('req_1', 60_000);
    const before = stateNow.mock.calls.length;
    become('sent', 'req_2');
    expect(stateNow.mock.calls.length).toBe(before);
    become('failed');
    await waiting;
    const after = stateNow.mock.calls.length;
    become('failed');
    expect(stateNow.mock.calls.length).toBe(after);
  });
});
