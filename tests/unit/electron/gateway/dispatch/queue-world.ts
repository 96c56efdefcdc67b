/**
 * The real queue over a real database, with a clock that moves by hand and phones that do what a test tells them.
 * A phone answers as soon as it is handed something: sent, unless its script says otherwise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { HandOver, Sim } from '../../../../../electron/gateway/devices/sim.ts';
import { createDispatcher, type Dispatcher } from '../../../../../electron/gateway/dispatch/dispatcher.ts';
import {
  createFailureRate,
  type FailureRate,
} from '../../../../../electron/gateway/dispatch/failure-rate.ts';
import { Fleet } from '../../../../../electron/gateway/dispatch/fleet.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { newId } from '../../../../../electron/gateway/foundation/new-id.ts';
import { createOrphanAttemptStore } from '../../../../../electron/gateway/messages/orphan-attempt-store.ts';
import {
  createBatchActions,
  type BatchActions,
} from '../../../../../electron/gateway/messages/batches/batch-actions.ts';
import type { Batch } from '../../../../../electron/gateway/messages/batches/batch-row.ts';
import { createBatchStore } from '../../../../../electron/gateway/messages/batches/batch-store.ts';
import { createBatchTransitions } from '../../../../../electron/gateway/messages/batches/batch-transitions.ts';
import { createAttemptService } from '../../../../../electron/gateway/messages/attempt-service.ts';
import { createAttemptStore } from '../../../../../electron/gateway/messages/attempt-store.ts';
import { createHoldStore } from '../../../../../electron/gateway/messages/hold-store.ts';
import type { LaneKey } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import type { PhoneReport } from '../../../../../electron/gateway/messages/ledger-facts.ts';
import type { MessageRow, NewMessage } from '../../../../../electron/gateway/messages/message-row.ts';
import { createMessageCancel } from '../../../../../electron/gateway/messages/message-cancel.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createMessageTransitions } from '../../../../../electron/gateway/messages/message-transitions.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { createSimUsageStore } from '../../../../../electron/gateway/messages/sim-usage-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

export const NOON = Date.parse('2026-03-14T12:00:00Z');
const LEDGER_ID = 'ab'.repeat(16);

/** What a phone says of a message: the fields of its report, or nothing at all. */
export type Answer = Omit<PhoneReport, 'seq' | 'attempt_id' | 'at'> | 'never_seen' | null;

export const SENT: Answer = { state: 'sent', part: 1, parts: 1, result: -1 };
export const NO_SERVICE: Answer = { state: 'failed', part: 1, parts: 1, result: 4 };

export interface FakePhone {
  readonly deviceId: string;
  readonly simIds: readonly string[];
  partsPerMinute: number | null;
  isReady: boolean;
  isInService: boolean;
  isOn: boolean;
  /** Messages that its link takes at once. */
  window: number;
  dayCap: number | null;
  monthCap: number | null;
  answer: (message: HandOver, simId: string) => Answer;
  readonly taken: { readonly at: number; readonly simId: string; readonly message: HandOver }[];
  /** The link closed between claim and write. */
  isCut: boolean;
}

export interface QueueWorld {
  readonly clock: { wall: number; monotonic: number };
  readonly dispatcher: Dispatcher;
  readonly usageZone: {
    zone: string;
    quietUntil: (now: number) => number | null;
    isPaused: boolean;
    isStorageBroken: boolean;
    failureLimit?: number;
    /** Since when phones are asked what they did before a restore. */
    heldSince: number | null;
  };
  readonly isFailing: FailureRate['isFailing'];
  /** The operator resumes the queue. */
  resume(): Promise<void>;
  addPhone(name: string, options?: Partial<FakePhone> & { readonly sims?: number }): FakePhone;
  submit(count: number, what?: Partial<NewMessage>): Promise<readonly string[]>;
  row(requestId: string): MessageRow;
  states(): Readonly<Record<string, number>>;
  hold(kind: 'client' | 'device', id: string, isHeld: boolean): Promise<void>;
  /** Submits so many as one batch; its id, and theirs. */
  submitBatch(
    count: number,
    what?: Partial<NewMessage>,
  ): Promise<{ readonly batchId: string; readonly ids: readonly string[] }>;
  readonly batchActions: BatchActions;
  batch(batchId: string): Batch;
  /** The batches of which lanes would be held by a queue that starts now. */
  heldLanes(): readonly string[];
  /** Lanes in memory. */
  knownLanes(): number;
  /** As a kill leaves it behind the first commit of a cancel. */
  cutCancelShort(batchId: string): void;
  /** The events of a type, by what they are about. */
  eventsOf(type: string): readonly string[];
  readonly troubles: Map<string, string>;
  cancel(requestId: string): Promise<'cancelled' | 'cancel_requested'>;
  /** The cancels that phones were sent, such as `dev_a att_…`. */
  readonly cancelled: readonly string[];
  readonly cancelsFor: (deviceId: string) => readonly string[];
  /** What a phone says, later, of the newest attempt of a message. */
  report(requestId: string, answer: Answer): Promise<void>;
  /** Lets everything happen that can happen now. */
  settle(): Promise<void>;
  /** Lets time pass, a second at a time unless told, and settles after each step. */
  advance(ms: number, stepMs?: number): Promise<void>;
}

export function setUpQueue(options: { readonly dataDir?: string } = {}): QueueWorld {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
  const directory = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'relaydesk-queue-'));
  const storage = openStorage(directory);
  const { db, writer } = storage;
  const clock = { wall: NOON, monotonic: 1_000 };
  const time = { now: () => clock.wall, monotonic: () => clock.monotonic };
  const feed = createFeed(writer.ifUndone);
  const holds = createHoldStore(db, writer.ifUndone);
  const lanes = createLanes(createLaneStore(db), (lane) => holds.holdsLane(lane), writer.ifUndone);
  const messages = createMessageStore(db, lanes);
  const attempts = createAttemptStore(db);
  const usageZone: QueueWorld['usageZone'] = {
    zone: 'UTC',
    quietUntil: () => null,
    isPaused: false,
    isStorageBroken: false,
    heldSince: null,
  };
  const localDay = createLocalDays(() => usageZone.zone);
  const counts = createOutcomeCountStore(db, localDay, writer.ifUndone);
  writer.beforeCommit(counts.flush);
  const failureRate = createFailureRate({
    counts,
    limit: () => usageZone.failureLimit ?? 0,
    now: () => clock.wall,
  });
  const events = createEventStore(db);
  const batches = createBatchStore(db);
  const batchMoves = createBatchTransitions({
    ...{ db, events, feed, holds },
    updateLanes: lanes.updateHolds,
    ifUndone: writer.ifUndone,
  });
  const transitions = createMessageTransitions(db, events, feed, lanes, counts, batchMoves.noteMove);
  const attemptService = createAttemptService(attempts, messages, transitions, feed, {
    orphans: createOrphanAttemptStore(db),
    isReconciling: () => usageZone.heldSince !== null,
  });
  const usage = createSimUsageStore(db, writer.ifUndone);
  const phones: FakePhone[] = [];
  const troubles = new Map<string, string>();
  let seq = 0;
  let pending = 0;

  const fleet = new Fleet({
    readySims: () => phones.filter((phone) => phone.isReady).flatMap(simsOf),
    isDeviceHeld: (deviceId) => holds.has('device', deviceId),
    attempts,
    usage,
    localDay,
    clock: time,
  });
  const dispatcher = createDispatcher({
    lanes,
    fleet,
    usage,
    messages,
    attempts,
    transitions,
    attemptService,
    setTrouble: (deviceId, trouble) => {
      if (trouble === null) troubles.delete(deviceId);
      else troubles.set(deviceId, trouble.code);
    },
    isPaused: () => usageZone.isPaused,
    isStorageBroken: () => usageZone.isStorageBroken,
    isFailing: failureRate.isFailing,
    isReconciling: () => usageZone.heldSince !== null,
    isClientPaused: (clientId) => holds.has('client', clientId),
    isTakeoverAsked: () => false,
    quietUntil: (now) => usageZone.quietUntil(now),
    write: (unit) => writer.write(unit),
    clock: time,
    log: silentLogger,
  });
  onTestFinished(async () => {
    await dispatcher.stop();
    vi.useRealTimers();
    storage.close();
    if (options.dataDir === undefined) rmSync(directory, { recursive: true, force: true });
  });

  const open = new Map<string, number>();

  function simsOf(phone: FakePhone): Sim[] {
    return phone.simIds.map((simId, index) => ({
      simId,
      slot: index + 1,
      deviceId: phone.deviceId,
      deviceName: phone.deviceId,
      ledgerId: LEDGER_ID,
      mode: 'live' as const,
      partsPerMinute: phone.partsPerMinute,
      isInService: phone.isInService,
      isOn: phone.isOn,
      signal: 4,
      batteryPercent: 80,
      isCharging: true,
      dayCap: phone.dayCap,
      monthCap: phone.monthCap,
      freeSlots: () => phone.window - (open.get(phone.deviceId) ?? 0),
      handOver: (message) => {
        const held = open.get(phone.deviceId) ?? 0;
        if (phone.isCut || held >= phone.window) return 'not_written';
        open.set(phone.deviceId, held + 1);
        phone.taken.push({ at: clock.monotonic, simId, message });
        pending += 1;
        setImmediate(() => void answer(phone, simId, message));
        return 'written';
      },
    }));
  }

  async function answer(phone: FakePhone, simId: string, message: HandOver): Promise<void> {
    const said = phone.answer(message, simId);
    open.set(phone.deviceId, (open.get(phone.deviceId) ?? 1) - 1);
    await say(phone.deviceId, message.attemptId, said);
    pending -= 1;
  }

  async function say(deviceId: string, attempt_id: string, said: Answer): Promise<void> {
    const phone = { deviceId, ledgerId: LEDGER_ID };
    if (said === null) return;
    if (said === 'never_seen') {
      const entry = { attempt_id, request_id: null, state: 'never_seen' as const };
      dispatcher.hear(await writer.write(() => attemptService.storeLedger(phone, [entry], clock.wall)));
      return;
    }
    seq += 1;
    const report: PhoneReport = { seq, attempt_id, at: clock.wall, ...said };
    dispatcher.hear(await writer.write(() => attemptService.storeReports(phone, [report], clock.wall)));
  }

  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 6; quiet = pending > 0 ? 0 : quiet + 1) await turn();
  }

  const cancelled: string[] = [];
  const cancelDeps = {
    attempts,
    transitions,
    writer,
    clock: time,
    mayHaveLeft: ({ created_at: createdAt }: MessageRow) => createdAt < (usageZone.heldSince ?? 0),
    sendCancel: (deviceId: string, attemptId: string) => {
      cancelled.push(`${deviceId} ${attemptId}`);
    },
  };
  const { cancel, cancelsFor } = createMessageCancel({ ...cancelDeps, messages });
  const batchActions = createBatchActions({
    ...{ ...cancelDeps, batches, batchMoves, wakeDispatcher: dispatcher.wake, log: silentLogger },
  });

  /** Inside a transaction. */
  function insert(count: number, more: (index: number) => Partial<NewMessage>): readonly string[] {
    return Array.from({ length: count }, (_, index) => {
      const requestId = newId('req', clock.wall);
      messages.insert(
        requestId,
        {
          clientId: 'cli',
          mode: 'live',
          to: `+97798${String(index).padStart(8, '0')}`,
          text: 'hi',
          parts: 1,
          encoding: 'GSM-7',
          priority: 'transactional',
          deviceId: null,
          simId: null,
          maxParts: 15,
          deliveryReport: false,
          reference: null,
          metadata: null,
          ttlSeconds: 86_400,
          ...more(index),
        },
        clock.wall,
      );
      return requestId;
    });
  }

  dispatcher.start();
  return {
    cancel: (requestId) => cancel(requestId, null),
    cancelled,
    cancelsFor,
    report: async (requestId, said) => {
      const newest = attempts.ofMessage(messages.byRequestId(requestId)?.seq ?? 0).at(-1);
      if (newest === undefined) throw new Error('nobody has this message');
      await say(newest.device_id, newest.attempt_id, said);
      await settle();
    },
    clock,
    dispatcher,
    resume: async () => {
      await writer.write(failureRate.forgive);
      dispatcher.wake();
      await settle();
    },
    isFailing: failureRate.isFailing,
    usageZone,
    troubles,
    addPhone: (name, { sims = 1, ...more } = {}) => {
      const phone: FakePhone = {
        deviceId: `dev_${name}`,
        simIds: Array.from({ length: sims }, (_, index) => `sim_${name}${index + 1}`),
        partsPerMinute: null,
        isReady: true,
        isInService: true,
        isOn: true,
        window: 8,
        dayCap: null,
        monthCap: null,
        answer: () => SENT,
        taken: [],
        isCut: false,
        ...more,
      };
      phones.push(phone);
      return phone;
    },
    submit: async (count, what = {}) => {
      const ids = await writer.write(() => insert(count, () => what));
      dispatcher.wake();
      return ids;
    },
    submitBatch: async (count, what = {}) => {
      const batchId = newId('bat', clock.wall);
      const ids = await writer.write(() => {
        const seq = batches.insert(
          {
            ...{
              batch_id: batchId,
              client_id: what.clientId ?? 'cli',
              mode: 'live',
              priority: 2,
              target: '',
            },
            ...{ body: 'hi', reference: null, messages: count, parts: count, rejected: 0 },
            ...{ created_at: clock.wall, scheduled_at: null, expires_at: clock.wall + 86_400_000 },
          },
          'queued',
        );
        const own = insert(count, (index) => ({
          priority: 'bulk',
          ...what,
          batch: { id: batchId, seq, index },
        }));
        batchMoves.markAccepted(batchId, clock.wall);
        return own;
      });
      dispatcher.wake();
      return { batchId, ids };
    },
    batchActions,
    batch: (batchId) => {
      const found = batches.byId(batchId);
      if (found === undefined) throw new Error('the batch is gone');
      return found;
    },
    heldLanes: () => {
      const anew = createHoldStore(db);
      const rows = db
        .prepare<[], LaneKey>("SELECT *, batch_id AS batchId FROM lanes WHERE batch_id <> ''")
        .all();
      return rows.filter((lane) => anew.holdsLane(lane)).map(({ batchId }) => batchId);
    },
    knownLanes: lanes.size,
    cutCancelShort: (batchId) => {
      batchMoves.markCancelled(batchId, clock.wall);
    },
    eventsOf: (type) =>
      db.prepare<[string], string>('SELECT subject_id FROM events WHERE type = ?').pluck().all(type),
    row: (requestId) => {
      const found = messages.byRequestId(requestId);
      if (found === undefined) throw new Error('the message is gone');
      return found;
    },
    states: () =>
      Object.fromEntries(
        db
          .prepare<[], { state: string; count: number }>(
            'SELECT state, count(*) AS count FROM messages GROUP BY state',
          )
          .all()
          .map(({ state, count }) => [state, count]),
      ),
    hold: async (kind, id, isHeld) => {
      await writer.write(() => holds.set(kind, id, isHeld, clock.wall));
      lanes.updateHolds();
      dispatcher.wake();
    },
    settle,
    advance: async (ms, stepMs = 1_000) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        clock.wall += stepMs;
        clock.monotonic += stepMs;
        vi.advanceTimersByTime(stepMs);
        await settle();
      }
    },
  };
}
