/** Over real tables: what phones tell after a restore is given back to the messages. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { createApplyOutcome } from '../../../../../electron/gateway/messages/apply-outcome.ts';
import { createAttemptAdoption } from '../../../../../electron/gateway/messages/attempt-adoption.ts';
import { createAttemptService } from '../../../../../electron/gateway/messages/attempt-service.ts';
import { createAttemptStore } from '../../../../../electron/gateway/messages/attempt-store.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import type { PhoneLedgerEntry } from '../../../../../electron/gateway/messages/ledger-facts.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createMessageTransitions } from '../../../../../electron/gateway/messages/message-transitions.ts';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { createOrphanAttemptStore } from '../../../../../electron/gateway/messages/orphan-attempt-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../../../support/a-message.ts';

const PHONE = { deviceId: 'dev_1', ledgerId: 'ab'.repeat(16) };
const OTHER = { deviceId: 'dev_2', ledgerId: 'cd'.repeat(16) };
const NOW = 1_000_000;

type Told = Partial<PhoneLedgerEntry> & Pick<PhoneLedgerEntry, 'state'>;

function setup(more: Parameters<typeof aMessage>[0] = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-adoption-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db } = storage;
  const feed = createFeed();
  const lanes = createLanes(createLaneStore(db), () => false);
  const messages = createMessageStore(db, lanes);
  const attempts = createAttemptStore(db);
  const transitions = createMessageTransitions(
    db,
    createEventStore(db),
    feed,
    lanes,
    createOutcomeCountStore(
      db,
      createLocalDays(() => 'UTC'),
    ),
  );
  const orphans = createOrphanAttemptStore(db);
  const world = { isReconciling: true };
  const used: string[] = [];
  const service = createAttemptService(attempts, messages, transitions, feed, {
    orphans,
    isReconciling: () => world.isReconciling,
  });
  const adoption = createAttemptAdoption({
    ...{ orphans, attempts, messages, transitions },
    apply: createApplyOutcome(transitions, feed),
    used: (simId, at, parts) => used.push(`${simId} ${at} ${parts}`),
    originOf: ({ deviceId }, subscriptionId) => ({
      ...{ mode: 'live', deviceName: `Phone ${deviceId}` },
      ...(subscriptionId === null ? { simId: '', simSlot: 0 } : { simId: 'sim_1', simSlot: subscriptionId }),
    }),
  });
  const seq = messages.insert('req_1', aMessage(more), NOW);
  const row = () => messages.bySeq(seq) ?? expect.fail('the message is gone');
  return {
    ...{ used, world, service, orphans, attempts, transitions, messages, lanes, row, seq },
    /** What a phone lists, of `req_1` unless told. */
    list: (phone: typeof PHONE, attemptId: string, told: Told) => {
      service.storeList(phone, [{ attempt_id: attemptId, request_id: 'req_1', ...told }], NOW + 1);
    },
    offer: (attemptId: string) => {
      transitions.markSending(row(), 'Phone dev_1', NOW);
      attempts.insert({
        ...{ attemptId, messageSeq: seq, n: row().held, ...PHONE, deviceName: 'Phone dev_1' },
        ...{ simId: 'sim_1', simSlot: 1, notAfter: row().expires_at, offeredAt: NOW },
      });
    },
    adoptAll: (now = NOW + 2) => {
      world.isReconciling = false;
      let after: string | null = '';
      while (after !== null) after = adoption.adoptAfter(after, now);
    },
    log: () =>
      attempts.ofMessage(seq).map(({ n, attempt_id: id, state, sim_slot: slot }) => [n, id, state, slot]),
  };
}

describe('a message that waits in the restored database', () => {
  it('is sent where its phone sent it, with the attempt, its phone and its SIM', () => {
    const { list, adoptAll, row, log, lanes, orphans } = setup();
    list(PHONE, 'att_5', { state: 'sent', parts: 1, sim_id: 2 });
    expect(row().state).toBe('queued');
    adoptAll();
    expect(row()).toMatchObject({ state: 'sent', attempts: 1, held: 1, device_name: 'Phone dev_1' });
    expect(log()).toEqual([[1, 'att_5', 'sent', 2]]);
    expect(lanes.total()).toBe(0);
    expect(orphans.count()).toBe(0);
  });

  it('counts for the caps of its SIM, where it may have left', () => {
    const { list, adoptAll, used } = setup();
    list(PHONE, 'att_5', { state: 'rejected', reason: 'paced', parts: 1, sim_id: 2 });
    list(PHONE, 'att_6', { state: 'sent', parts: 3, sim_id: 2 });
    adoptAll(NOW + 2);
    expect(used).toEqual([`sim_1 ${NOW + 2} 3`]);
  });

  it('is so when it was scheduled for a time that has come since', () => {
    const { list, adoptAll, row, lanes } = setup({ scheduledAt: NOW + 500 });
    list(PHONE, 'att_5', { state: 'sent', parts: 1 });
    adoptAll();
    expect(row()).toMatchObject({ state: 'sent', due_at: null });
    expect(lanes.total()).toBe(0);
  });

  it('is sending where a phone still holds it, and takes what that reports', () => {
    const { list, adoptAll, row, service } = setup();
    list(PHONE, 'att_5', { state: 'accepted', parts: 1 });
    adoptAll();
    expect(row().state).toBe('sending');
    service.storeReports(
      PHONE,
      [{ seq: 9, attempt_id: 'att_5', state: 'sent', part: 1, parts: 1, at: 1 }],
      NOW,
    );
    expect(row().state).toBe('sent');
  });

  it('takes a report that came between the list and the adoption', () => {
    const { list, adoptAll, row, service } = setup();
    list(PHONE, 'att_5', { state: 'submitting', parts: 1 });
    const report = { attempt_id: 'att_5', part: 1, parts: 1, at: 1 };
    service.storeReports(PHONE, [{ seq: 8, state: 'sent', ...report }], NOW);
    service.storeReports(PHONE, [{ seq: 9, state: 'delivered', ...report }], NOW);
    adoptAll();
    expect(row().state).toBe('delivered');
  });

  it.each([
    ['cancelled', { state: 'rejected', reason: 'cancelled' }],
    ['expired', { state: 'rejected', reason: 'expired' }],
    ['failed', { state: 'rejected', reason: 'too_many_parts' }],
    ['unknown', { state: 'unknown', reason: 'no_answer' }],
    ['queued', { state: 'rejected', reason: 'sim_changed' }],
  ] as const)('is %s where its phone says %o', (state, told) => {
    const { list, adoptAll, row, lanes } = setup();
    list(PHONE, 'att_5', told);
    adoptAll();
    expect(row().state).toBe(state);
    expect(lanes.total()).toBe(state === 'queued' ? 1 : 0);
  });

  it.each([
    ['the one that sent answers last', ['att_5', 'att_6']],
    ['the one that sent answers first', ['att_6', 'att_5']],
  ])('is sent by the second phone after the first refused it, also past its time: %s', (_title, order) => {
    const { list, adoptAll, row, log } = setup({ ttlSeconds: 60 });
    for (const id of order) {
      if (id === 'att_5') list(PHONE, id, { state: 'rejected', reason: 'paced' });
      else list(OTHER, id, { state: 'sent', parts: 1 });
    }
    adoptAll(NOW + 3_600_000);
    expect(row()).toMatchObject({ state: 'sent', held: 2 });
    expect(log().map(([n, id]) => [n, id])).toEqual([
      [1, 'att_5'],
      [2, 'att_6'],
    ]);
  });
});

describe('a message that is with a phone in the restored database', () => {
  it('is not ended by proof that its attempt left nothing before every phone told, though its time is over', () => {
    const { offer, list, adoptAll, row, log } = setup({ ttlSeconds: 60 });
    offer('att_4');
    list(PHONE, 'att_4', { state: 'rejected', reason: 'sim_changed' });
    expect(row().state).toBe('queued');
    list(OTHER, 'att_7', { state: 'sent', parts: 1 });
    adoptAll(NOW + 3_600_000);
    expect(row().state).toBe('sent');
    expect(log().map(([n, id, state]) => [n, id, state])).toEqual([
      [1, 'att_4', 'rejected'],
      [2, 'att_7', 'sent'],
    ]);
  });

  it('goes by the older attempt where the newer that is adopted left nothing, and ends with it', () => {
    const { offer, list, adoptAll, row, service } = setup();
    offer('att_4');
    list(OTHER, 'att_7', { state: 'rejected', reason: 'paced' });
    adoptAll();
    expect(row().state).toBe('sending');
    service.storeReports(
      PHONE,
      [{ seq: 1, attempt_id: 'att_4', state: 'rejected', reason: 'unpaired', at: 1 }],
      NOW,
    );
    expect(row().state).toBe('queued');
  });

  it('stays as it ended, and counts the attempt', () => {
    const { offer, list, adoptAll, row, service, log } = setup();
    offer('att_4');
    service.storeReports(
      PHONE,
      [{ seq: 1, attempt_id: 'att_4', state: 'failed', part: 1, parts: 1, result: 1, at: 1 }],
      NOW,
    );
    list(OTHER, 'att_7', { state: 'rejected', reason: 'paced' });
    adoptAll();
    expect(row()).toMatchObject({ state: 'failed', held: 2 });
    expect(log()).toHaveLength(2);
  });
});

describe('what belongs to no message here', () => {
  it('is kept, and is in nobody’s way', () => {
    const { list, adoptAll, row, orphans } = setup();
    list(PHONE, 'att_5', { state: 'sent', parts: 1, request_id: 'req_gone' });
    list(PHONE, 'att_6', { state: 'sent', parts: 1, request_id: null });
    list(PHONE, 'att_7', { state: 'never_seen', request_id: null });
    adoptAll();
    expect(row().state).toBe('queued');
    expect(orphans.count()).toBe(2);
    expect(orphans.has('att_5')).toBe(true);
  });

  it('is not taken from another phone that names the same attempt', () => {
    const { list, adoptAll, row } = setup();
    list(PHONE, 'att_5', { state: 'accepted', parts: 1 });
    list(OTHER, 'att_5', { state: 'sent', parts: 1 });
    adoptAll();
    expect(row().state).toBe('sending');
  });

  it('is left out where the row can not be read', () => {
    const { orphans, adoptAll, row } = setup();
    orphans.keep({
      attemptId: 'att_5',
      requestId: 'req_1',
      ...PHONE,
      entry: '{"state":"sent"',
      heardAt: NOW,
    });
    adoptAll();
    expect(row()).toMatchObject({ state: 'queued', held: 0 });
  });
});
