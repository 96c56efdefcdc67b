import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import {
  createAttemptService,
  type AttemptService,
} from '../../../../../electron/gateway/messages/attempt-service.ts';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { createOrphanAttemptStore } from '../../../../../electron/gateway/messages/orphan-attempt-store.ts';
import { createAttemptStore } from '../../../../../electron/gateway/messages/attempt-store.ts';
import type { PhoneReport } from '../../../../../electron/gateway/messages/ledger-facts.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createMessageTransitions } from '../../../../../electron/gateway/messages/message-transitions.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../../../support/a-message.ts';

const PHONE = { deviceId: 'dev_1', ledgerId: 'ab'.repeat(16) };
const NOW = 1_000_000;

/** One message that the phone was offered as many times as there are attempt ids. */
function setup(...attemptIds: readonly string[]) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-attempts-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db } = storage;
  const feed = createFeed();
  const counts = createLanes(createLaneStore(db), () => false);
  const messages = createMessageStore(db, counts);
  const attempts = createAttemptStore(db);
  const transitions = createMessageTransitions(
    db,
    createEventStore(db),
    feed,
    counts,
    createOutcomeCountStore(
      db,
      createLocalDays(() => 'UTC'),
    ),
  );
  const service: AttemptService = createAttemptService(attempts, messages, transitions, feed, {
    orphans: createOrphanAttemptStore(db),
    isReconciling: () => false,
  });
  const seq = messages.insert('req_1', aMessage(), NOW);
  const row = () => {
    const found = messages.bySeq(seq);
    if (found === undefined) throw new Error('the message is gone');
    return found;
  };
  attemptIds.forEach((attemptId, index) => {
    if (index > 0) transitions.requeue(row(), null, 'x', true, NOW);
    transitions.markSending(row(), 'Relay Device 1', NOW);
    attempts.insert({
      attemptId,
      messageSeq: seq,
      n: index + 1,
      ...PHONE,
      deviceName: 'Relay Device 1',
      simId: 'sim_1',
      simSlot: 1,
      notAfter: NOW + 3_600_000,
      offeredAt: NOW,
    });
  });
  let reportSeq = 0;
  const report = (attemptId: string, what: Omit<PhoneReport, 'seq' | 'attempt_id' | 'at'>): void => {
    reportSeq += 1;
    service.storeReports(PHONE, [{ seq: reportSeq, attempt_id: attemptId, at: NOW, ...what }], NOW);
  };
  const orphans = db.prepare<[], { device_id: string; detail: string }>(
    'SELECT device_id, detail FROM orphan_reports ORDER BY seq',
  );
  return {
    service,
    row,
    report,
    attempt: (id: string) => attempts.byId(id),
    orphans: () => orphans.all(),
  };
}

describe('a phone that holds an earlier attempt of the message', () => {
  const rows: [
    title: string,
    state: string,
    told: readonly Omit<PhoneReport, 'seq' | 'attempt_id' | 'at'>[],
    expected: object,
  ][] = [
    ['takes over that it was sent', 'sent', [{ state: 'sent', part: 1, parts: 1 }], { state: 'sent' }],
    [
      'takes over that it was delivered',
      'sent',
      [
        { state: 'sent', part: 1, parts: 1 },
        { state: 'delivered', part: 1, parts: 1 },
      ],
      { state: 'delivered' },
    ],
    [
      'takes over that it failed for good',
      'failed',
      [{ state: 'failed', part: 1, parts: 1, result: 10 }],
      { state: 'failed', failure_code: 'carrier_rejected' },
    ],
    [
      'stays unknown while that one is open',
      'submitting',
      [{ state: 'submitting', parts: 1 }],
      { state: 'unknown' },
    ],
  ];
  it.each(rows)('%s', (_title, state, told, expected) => {
    const earlier = { attempt_id: 'att_1', state };
    const { row, report } = setup('att_1', 'att_2');
    for (const each of told) report('att_1', each);
    expect(row().state).toBe('sending');
    report('att_2', { state: 'rejected', reason: 'duplicate_message', earlier });
    expect(row()).toMatchObject(expected);
  });
});

describe('the state that a phone tells of the earlier attempt', () => {
  const cases: [told: string, expected: object][] = [
    ['accepted', { state: 'unknown' }],
    ['submitting', { state: 'unknown' }],
    ['unknown', { state: 'unknown' }],
    ['sent', { state: 'sent' }],
    ['failed', { state: 'unknown' }],
    ['a word of a later version', { state: 'unknown' }],
  ];
  it.each(cases)('%s counts although no report of it came', (state, expected) => {
    const { row, report } = setup('att_1', 'att_2');
    report('att_2', {
      state: 'rejected',
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_1', state },
    });
    expect(row()).toMatchObject(expected);
  });

  it.each(cases)('%s counts for an attempt that nobody here knows', (state, expected) => {
    const { row, report, orphans } = setup('att_2');
    report('att_2', {
      state: 'rejected',
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_lost', state },
    });
    expect(row()).toMatchObject(expected);
    expect(orphans()).toHaveLength(1);
  });

  it('is kept, and the parts that are reported later count', () => {
    const { row, report, attempt } = setup('att_1', 'att_2');
    report('att_2', {
      state: 'rejected',
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_1', state: 'sent' },
    });
    expect(attempt('att_1')).toMatchObject({ state: 'sent' });
    report('att_1', { state: 'delivered', part: 1, parts: 1 });
    expect(row().state).toBe('delivered');
  });
});

describe('the code of an attempt', () => {
  const rows: [title: string, what: Omit<PhoneReport, 'seq' | 'attempt_id' | 'at'>, code: string | null][] = [
    ['is what the radio said', { state: 'failed', part: 1, parts: 1, result: 4 }, 'no_service'],
    ['is nothing for a number of the vendor', { state: 'failed', part: 1, parts: 1, result: 4711 }, null],
    [
      'is the refusal that names it',
      { state: 'rejected', reason: 'permission_missing' },
      'permission_missing',
    ],
    [
      'is text_too_long after too many parts',
      { state: 'rejected', reason: 'too_many_parts' },
      'text_too_long',
    ],
    ['is nothing for a refusal that only asks for time', { state: 'rejected', reason: 'paced' }, null],
    ['is nothing for what was sent', { state: 'sent', part: 1, parts: 1 }, null],
  ];
  it.each(rows)('%s', (_title, what, code) => {
    const { report, attempt } = setup('att_1');
    report('att_1', what);
    expect(attempt('att_1')).toMatchObject({ code });
  });

  it('keeps the number of the vendor', () => {
    const { report, attempt, row } = setup('att_1');
    report('att_1', { state: 'failed', part: 1, parts: 1, result: 4711, error: 38 });
    expect(attempt('att_1')?.part_results).toContain('"result":4711,"error":38');
    expect(row()).toMatchObject({ state: 'unknown', failure_detail: 'RESULT_UNNAMED (4711), error 38' });
  });
});

describe('an earlier attempt that is told again', () => {
  const FIVE = ['att_1', 'att_2', 'att_3', 'att_4', 'att_5'];
  const NO_SERVICE = { state: 'failed', part: 1, parts: 1, result: 4 } as const;

  it('does not end a message whose last attempt may have left', () => {
    const { row, report } = setup(...FIVE);
    report('att_5', { state: 'unknown' });
    report('att_4', NO_SERVICE);
    expect(row()).toMatchObject({ state: 'unknown', failure_code: null });
    report('att_5', { state: 'sent', part: 1, parts: 1 });
    expect(row()).toMatchObject({ state: 'sent', failure_code: null });
  });

  it('ends it once the last attempt is proved unsent too, and never sends it again', () => {
    const { row, report } = setup('att_1', 'att_2');
    report('att_2', {
      state: 'rejected',
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_1', state: 'submitting' },
    });
    expect(row().state).toBe('unknown');
    report('att_1', NO_SERVICE);
    expect(row()).toMatchObject({ state: 'failed', failure_code: 'relay_rejected', may_have_left: 0 });
  });
});

it('leaves a message its fifth try after four failures and a reject that does not count', () => {
  const { row, report } = setup('att_1', 'att_2', 'att_3', 'att_4', 'att_5');
  report('att_5', { state: 'rejected', reason: 'paced', retry_after_ms: 1_000 });
  expect(row()).toMatchObject({ state: 'queued', attempts: 4 });
});

describe('whose word counts', () => {
  const STRANGER = { deviceId: 'dev_2', ledgerId: 'cd'.repeat(16) };
  const sent: PhoneReport = { seq: 1, attempt_id: 'att_1', state: 'sent', part: 1, parts: 1, at: NOW };

  it('keeps what a phone reports of the attempt of another, and believes none of it', () => {
    const { service, row, attempt, orphans } = setup('att_1');
    service.storeReports(STRANGER, [sent], NOW);
    expect(row().state).toBe('sending');
    expect(attempt('att_1')?.state).toBe('offered');
    expect(orphans()).toEqual([{ device_id: 'dev_2', detail: 'sent' }]);
  });

  it('keeps each report of an attempt that nobody here knows', () => {
    const { service, orphans } = setup('att_1');
    const unknown = { ...sent, attempt_id: 'att_9' };
    service.storeReports(PHONE, [unknown, { ...unknown, seq: 2, state: 'delivered' }], NOW);
    expect(orphans().map((orphan) => orphan.detail)).toEqual(['sent', 'delivered']);
  });

  it('believes no ledger about the attempt of another phone, and keeps what it says unless it knows nothing', () => {
    const { service, row, orphans } = setup('att_1');
    const entry = { attempt_id: 'att_1', request_id: null } as const;
    service.storeLedger(
      STRANGER,
      [
        { ...entry, state: 'never_seen' },
        { ...entry, state: 'sent' },
      ],
      NOW,
    );
    expect(row().state).toBe('sending');
    expect(orphans()).toEqual([{ device_id: 'dev_2', detail: 'sent' }]);
  });

  it('takes never_seen as proof from the ledger that was offered it, and from no other', () => {
    const same = setup('att_1');
    const entry = { attempt_id: 'att_1', request_id: null, state: 'never_seen' } as const;
    same.service.storeLedger(PHONE, [entry], NOW);
    expect(same.row().state).toBe('queued');
    const replaced = setup('att_1');
    replaced.service.storeLedger({ ...PHONE, ledgerId: 'cd'.repeat(16) }, [entry], NOW);
    expect(replaced.row()).toMatchObject({ state: 'unknown', failure_detail: 'ledger_replaced' });
  });
});
