import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createMessageTransitions } from '../../../../../electron/gateway/messages/message-transitions.ts';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { MESSAGE_MOVES, MESSAGE_STATES, type MessageState } from '../../../../../electron/shared/states.ts';
import { aMessage } from '../../../../support/a-message.ts';

const PHONE = { deviceId: 'dev_a', simId: 'sim_a' };

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-moves-'));
  const storage = openStorage(directory);
  const { db } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const lanes = createLanes(createLaneStore(db), () => false);
  const messages = createMessageStore(db, lanes);
  const counts = createOutcomeCountStore(
    db,
    createLocalDays(() => 'UTC'),
  );
  const transitions = createMessageTransitions(db, createEventStore(db), createFeed(), lanes, counts);
  const seq = messages.insert('req_01ARZ3NDEKTSV4RRFFQ69G5FAV', aMessage(), 1);
  const row = () => {
    const found = messages.bySeq(seq);
    if (found === undefined) throw new Error('the message is gone');
    return found;
  };
  const place = (state: MessageState) =>
    db.prepare('UPDATE messages SET state = ? WHERE seq = ?').run(state, seq);
  const countEvents = () => Number(db.prepare('SELECT count(*) FROM events').pluck().get());
  const moves: Partial<Record<MessageState, () => boolean>> = {
    sending: () => transitions.markSending(row(), 'Relay Device 1', 2),
    sent: () => transitions.markSent(row(), 2, PHONE),
    delivered: () => transitions.markDelivered(row(), 2, PHONE),
    undelivered: () => transitions.markUndelivered(row(), 2, PHONE),
    failed: () =>
      transitions.markFailed(
        row(),
        { code: 'no_service', detail: 'x', mayHaveLeft: false, partsSent: 0 },
        2,
        PHONE,
      ),
    unknown: () => transitions.markUnknown(row(), 'phone_silent', 2),
    expired: () => transitions.markExpired(row(), 2),
    cancelled: () => transitions.markCancelled(row(), 2),
    queued: () => transitions.requeue(row(), null, 'x', true, 2),
  };
  const countAnew = () => createLanes(createLaneStore(db), () => false).total();
  return { db, row, place, moves, transitions, countEvents, lanes, countAnew };
}

const STATES = Object.keys(MESSAGE_STATES) as MessageState[];

describe('the moves of a message', () => {
  for (const from of STATES) {
    for (const to of STATES.filter((state) => state !== 'scheduled')) {
      const isAllowed = MESSAGE_MOVES[from].includes(to);
      it(`${isAllowed ? 'moves' : 'refuses to move'} from ${from} to ${to}`, () => {
        const { place, moves, row, countEvents } = setup();
        place(from);
        expect(moves[to]?.()).toBe(isAllowed);
        expect(row().state).toBe(isAllowed ? to : from);
        const isReleased = from === 'scheduled' && to === 'queued';
        const isTold = isAllowed && to !== 'sending' && (to !== 'queued' || isReleased);
        expect(countEvents()).toBe(isTold ? 1 : 0);
      });
    }
  }

  it('keeps the count of what waits', () => {
    const { moves, lanes, countAnew } = setup();
    expect(lanes.total()).toBe(1);
    moves.sending?.();
    expect(lanes.total()).toBe(0);
    moves.queued?.();
    expect(lanes.of('live', 1)).toBe(1);
    expect(countAnew()).toBe(1);
  });

  it('does not move a message that moved since it was read', () => {
    const { moves, row, transitions } = setup();
    const read = row();
    moves.sending?.();
    expect(transitions.markCancelled(read, 2)).toBe(false);
    expect(transitions.markExpired(read, 2)).toBe(false);
    expect(row().state).toBe('sending');
  });

  it('does not move a message that went round since it was read', () => {
    const { moves, row, transitions } = setup();
    const read = row();
    moves.sending?.();
    moves.queued?.();
    expect(transitions.markSending(read, 'Relay Device 2', 3)).toBe(false);
    expect(row()).toMatchObject({ state: 'queued', device_name: 'Relay Device 1' });
  });

  it('keeps a retry out of line until its time, and counts it as waiting', () => {
    const { db, moves, row, transitions, lanes } = setup();
    moves.sending?.();
    transitions.requeue(row(), 1_000, 'x', true, 2);
    expect([lanes.total(), lanes.hasReady()]).toEqual([1, false]);
    expect(createLanes(createLaneStore(db), () => false).hasReady()).toBe(false);
    expect(transitions.release(row(), 1_000)).toBe(true);
    expect(transitions.release(row(), 1_000)).toBe(false);
    expect([lanes.total(), lanes.hasReady(), row().due_at]).toEqual([1, true, null]);
  });
});
