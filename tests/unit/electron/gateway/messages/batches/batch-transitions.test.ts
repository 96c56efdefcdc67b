import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../../electron/gateway/events/feed.ts';
import { createBatchStore } from '../../../../../../electron/gateway/messages/batches/batch-store.ts';
import { createBatchTransitions } from '../../../../../../electron/gateway/messages/batches/batch-transitions.ts';
import { createHoldStore } from '../../../../../../electron/gateway/messages/hold-store.ts';
import { openStorage } from '../../../../../../electron/gateway/storage/storage.ts';
import {
  BATCH_MOVES,
  BATCH_STATES,
  type BatchState,
  type MessageState,
} from '../../../../../../electron/shared/states.ts';

const ID = 'bat_01ARZ3NDEKTSV4RRFFQ69G5FAV';

function setup(messages = 1) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-batch-moves-'));
  const storage = openStorage(directory);
  const { db } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const holds = createHoldStore(db);
  const store = createBatchStore(db);
  const told = { updates: 0 };
  const moves = createBatchTransitions({
    ...{ db, holds, events: createEventStore(db), feed: createFeed() },
    updateLanes: () => {
      told.updates += 1;
    },
  });
  const seq = store.insert(
    {
      ...{
        batch_id: ID,
        client_id: 'cli',
        mode: 'live',
        priority: 2,
        target: '',
        body: 'hi',
        reference: null,
      },
      ...{ messages, parts: messages, rejected: 0, created_at: 1, scheduled_at: null, expires_at: 9 },
    },
    'queued',
  );
  const batch = () => {
    const found = store.byId(ID);
    if (found === undefined) throw new Error('the batch is gone');
    return found;
  };
  const place = (state: BatchState) => db.prepare('UPDATE batches SET state = ?').run(state);
  const move = (from: MessageState, to: MessageState, now = 2) => {
    moves.noteMove({ state: from, batch_seq: seq }, to, now);
  };
  const events = () => db.prepare<[], { type: string; data: string }>('SELECT type, data FROM events').all();
  return { store, holds, moves, batch, place, move, events, seq, told };
}

const STATES = Object.keys(BATCH_STATES) as BatchState[];

describe('the moves of a batch', () => {
  for (const from of STATES) {
    for (const to of STATES) {
      const isAllowed = BATCH_MOVES[from].includes(to);
      it(`${isAllowed ? 'moves' : 'refuses to move'} from ${from} to ${to}`, () => {
        const { moves, place, batch, move } = setup();
        place(from);
        const made: Record<BatchState, () => boolean> = {
          accepting: () => false,
          running: () => (from === 'accepting' ? moves.markAccepted(ID, 2) : moves.markResumed(ID, 2)),
          paused: () => moves.markPaused(ID, 2),
          cancelled: () => moves.markCancelled(ID, 2),
          finished: () => {
            move('queued', 'sending');
            move('sending', 'sent');
            return batch().state === 'finished' && from !== 'finished';
          },
        };
        expect(made[to]()).toBe(isAllowed);
        expect(batch().state).toBe(isAllowed ? to : from);
      });
    }
  }

  it('holds its lanes while it is paused, and no longer', () => {
    const { moves, holds, place, told } = setup();
    place('running');
    moves.markPaused(ID, 2);
    expect([holds.has('batch', ID), told.updates]).toEqual([true, 1]);
    moves.markResumed(ID, 3);
    expect([holds.has('batch', ID), told.updates]).toEqual([false, 2]);
  });

  it('holds its lanes from the cancel until nothing of it is open', () => {
    const { moves, holds, place, move, batch } = setup(2);
    place('running');
    move('queued', 'sending');
    moves.markCancelled(ID, 2);
    expect(batch()).toMatchObject({ state: 'cancelled', cancelling: 1, finished_at: null });
    move('queued', 'cancelled');
    expect(holds.has('batch', ID)).toBe(true);
    move('sending', 'sent', 5);
    expect(holds.has('batch', ID)).toBe(false);
    expect(batch()).toMatchObject({ state: 'cancelled', finished_at: 5 });
  });
});

describe('the counts of a batch', () => {
  it('follow its messages, and end it once when none waits or is with a phone', () => {
    const { place, move, batch, events } = setup(3);
    place('running');
    for (let times = 0; times < 3; times += 1) move('queued', 'sending');
    move('sending', 'queued');
    move('sending', 'sent');
    move('sending', 'unknown');
    expect([batch().state, events()]).toEqual(['running', []]);
    move('queued', 'expired', 7);
    expect(batch()).toMatchObject({ state: 'finished', finished_at: 7 });
    move('sent', 'delivered', 8);
    move('unknown', 'failed', 9);
    expect(batch()).toMatchObject({ state: 'finished', finished_at: 7 });
    expect(batch().counts).toMatchObject({
      queued: 0,
      sending: 0,
      sent: 0,
      delivered: 1,
      failed: 1,
      expired: 1,
    });
    expect(events()).toHaveLength(1);
    expect(events()[0]).toMatchObject({ type: 'batch.finished' });
    expect(JSON.parse(events()[0]?.data ?? '')).toMatchObject({
      status: 'finished',
      counts: { sent: 1, unknown: 1, expired: 1, queued: 0 },
    });
  });

  it('are of no other batch, and of no message without one', () => {
    const { moves, place, batch, seq } = setup();
    place('running');
    moves.noteMove({ state: 'queued', batch_seq: null }, 'sending', 2);
    moves.noteMove({ state: 'queued', batch_seq: seq + 1 }, 'sending', 2);
    expect(batch().counts).toMatchObject({ queued: 1, sending: 0 });
  });
});
