/** The services of one gateway, wired by hand. No listening, no timers: `gateway.ts` starts and stops. */
import { createAccessService } from '../access/access-service.ts';
import { createTokenStore } from '../access/token-store.ts';
import { createDeviceService } from '../devices/device-service.ts';
import { createDeviceStore } from '../devices/device-store.ts';
import { createDispatcher } from '../dispatch/dispatcher.ts';
import { Fleet } from '../dispatch/fleet.ts';
import { parseQuietHours, quietUntil } from '../dispatch/quiet-hours.ts';
import { createQueueHolds } from '../dispatch/queue-holds.ts';
import { createQueueStatus } from '../dispatch/queue-status.ts';
import { createQueueSwitch } from '../dispatch/queue-switch.ts';
import { createEventStore } from '../events/event-store.ts';
import { createFeed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { createTellRows } from '../foundation/tell-rows.ts';
import type { StorageTrouble } from '../../shared/states.ts';
import { STOP_WORDS } from '../../shared/stop-words.ts';
import { createInboxService } from '../inbox/inbox-service.ts';
import { createInboxStore } from '../inbox/inbox-store.ts';
import { createAttemptService } from '../messages/attempt-service.ts';
import { createAttemptStore } from '../messages/attempt-store.ts';
import { createIdempotencyStore } from '../messages/idempotency-store.ts';
import { createMessageActions } from '../messages/message-actions.ts';
import { createMessageService } from '../messages/message-service.ts';
import { createOrphanAttemptStore } from '../messages/orphan-attempt-store.ts';
import { createOrphanStore } from '../messages/orphan-store.ts';
import { LONGEST_RETRY_MS } from '../messages/outcome-rules.ts';
import type { MessageRow } from '../messages/message-row.ts';
import { createMessageStore } from '../messages/message-store.ts';
import { createMessageTransitions } from '../messages/message-transitions.ts';
import { createFailureRate } from '../dispatch/failure-rate.ts';
import { createLocalDays } from '../foundation/local-day.ts';
import { createOutcomeCountStore } from '../messages/outcome-count-store.ts';
import { createHoldStore } from '../messages/hold-store.ts';
import { createLaneStore } from '../messages/lane-store.ts';
import { createLanes } from '../messages/lanes.ts';
import { createSimUsageStore } from '../messages/sim-usage-store.ts';
import { createNumberReader } from '../messages/recipient-number.ts';
import { createRepeatedActs } from '../messages/repeated-acts.ts';
import { createRepeatedRequests } from '../messages/repeated-requests.ts';
import { createReplyTargetStore } from '../messages/reply-target-store.ts';
import { createRouteChoice } from '../messages/route-choice.ts';
import { createSettingsStore } from '../settings/settings-store.ts';
import { createReadThread } from '../storage/read-thread.ts';
import type { Storage } from '../storage/storage.ts';
import { createOperatorRules } from './operator-rules.ts';
import { createBatchSide } from './batch-side.ts';
import { asRoutable } from './phones-for-messages.ts';
import { createReconcileSide } from './reconcile-side.ts';
import { createUpkeep } from './upkeep.ts';
import { READER_PROGRAM, type ReaderData, type Reads } from './reads.ts';

export type GatewayServices = ReturnType<typeof createGatewayServices>;

export function createGatewayServices(
  storage: Storage,
  clock: Clock,
  log: Logger,
  options: {
    readonly dataDir: string;
    readonly hasDemoPhone: boolean;
    readonly readDeadlineMs?: number | undefined;
  },
) {
  const { db, writer } = storage;
  const isStorageBroken = (): boolean => isBroken(storage.trouble());
  const feed = createFeed(writer.ifUndone, log);
  writer.onCommit(feed.flush);
  const tellRows = createTellRows(log);
  const events = createEventStore(db, () => Number(settings.get('keep_events_days')));
  const settings = createSettingsStore(db, writer);
  const access = createAccessService(createTokenStore(db), writer, clock);
  const holds = createHoldStore(db, writer.ifUndone);
  const lanes = createLanes(createLaneStore(db), (lane) => holds.holdsLane(lane), writer.ifUndone);
  const messageStore = createMessageStore(db, lanes, writer.ifUndone);
  const orphans = createOrphanStore(db);
  const orphanAttempts = createOrphanAttemptStore(db);
  const attempts = createAttemptStore(db, orphans);
  const zone = (): string => access.workspace.time_zone;
  const localDay = createLocalDays(zone);
  const counts = createOutcomeCountStore(db, localDay, writer.ifUndone);
  writer.beforeCommit(counts.flush);
  const batchSide = createBatchSide({ storage, events, feed, holds, lanes });
  const transitions = createMessageTransitions(db, events, feed, lanes, counts, batchSide.noteMove);
  const failureRate = createFailureRate({
    counts,
    limit: () => Number(settings.get('failure_limit')),
    now: () => clock.now(),
  });
  const attemptService = createAttemptService(attempts, messageStore, transitions, feed, {
    orphans: orphanAttempts,
    isReconciling: () => reconcile.isHolding(),
  });
  const deviceStore = createDeviceStore(db);
  const devices = createDeviceService({
    store: deviceStore,
    writer,
    clock,
    feed,
    events,
    stopWords: STOP_WORDS,
  });
  const queueSwitch = createQueueSwitch({
    word: () => settings.get('queue_paused'),
    storeWord: (word, alongside) => settings.set('queue_paused', word, alongside),
    forgive: failureRate.forgive,
    feed,
    wake: () => {
      dispatcher.wake();
    },
  });
  const quietEnd = (now: number): number | null =>
    quietUntil(parseQuietHours(settings.get('quiet_hours')), now, zone());
  const queueStatus = createQueueStatus({
    messages: messageStore,
    lanes,
    counts,
    isFailing: failureRate.isFailing,
    phones: (mode) => devices.list(mode ?? undefined).map(asRoutable),
    isPaused: queueSwitch.isPaused,
    isReconciling: () => reconcile.isHolding(),
    isRefusing: queueSwitch.isRefusing,
    isQuiet: () => quietEnd(clock.now()) !== null,
    partsPerMinute: (modes) => fleet.partsPerMinute(modes),
    backlogLimit: () => Number(settings.get('backlog_limit')),
    storageTrouble: storage.trouble,
    damage: storage.damage,
    clock,
  });

  const usage = createSimUsageStore(db, writer.ifUndone);
  const fleet = new Fleet({
    readySims: () => devices.readySims(),
    isDeviceHeld: (deviceId) => holds.has('device', deviceId),
    attempts,
    usage,
    localDay,
    clock,
  });
  const dispatcher = createDispatcher({
    lanes,
    fleet,
    usage,
    setTrouble: devices.setTrouble,
    isStorageBroken,
    quietUntil: quietEnd,
    messages: messageStore,
    attempts,
    transitions,
    attemptService,
    isPaused: queueSwitch.isPaused,
    isFailing: failureRate.isFailing,
    isReconciling: () => reconcile.isHolding(),
    isClientPaused: (clientId) => holds.has('client', clientId),
    isTakeoverAsked: (simId) => rules.takeover.isAsked(simId),
    write: (unit) => writer.write(unit),
    clock,
    log,
  });
  devices.onChange(dispatcher.wake);
  const rules = createOperatorRules({
    ...{ storage, settings, events, feed, lanes, devices, clock, log },
    wake: dispatcher.wake,
  });

  const reconcile = createReconcileSide({
    ...{ storage, devices, attempts, orphanAttempts, transitions, usage, events, feed, zone, clock, log },
    hasDemoPhone: options.hasDemoPhone,
    messages: messageStore,
    cancelsFor: (deviceId) => actions.cancelsFor(deviceId),
    wake: dispatcher.wake,
  });

  const reader = createReadThread<Reads>({
    program: READER_PROGRAM,
    data: { path: storage.path, searchPath: storage.searchPath } satisfies ReaderData,
    failed: storage.noticeError,
    log,
    ...(options.readDeadlineMs === undefined ? {} : { deadlineMs: options.readDeadlineMs }),
  });
  const readNumber = createNumberReader(() => access.workspace.country);
  const idempotency = createIdempotencyStore(db);
  const submitDeps = {
    messages: messageStore,
    attempts,
    idempotency,
    events,
    feed,
    writer,
    clock,
    readNumber,
    resolveRoute: createRouteChoice(() => devices.list().map(asRoutable)),
    routeByRules: rules.routing.routeOf,
    refusal: queueStatus.refusal,
    wakeDispatcher: dispatcher.wake,
  };
  const messages = createMessageService({
    ...submitDeps,
    readPage: (filter) => reader.read('messages', filter),
    tellRows,
    whyWaiting: dispatcher.whyWaiting,
    isDeviceLinked: (deviceId) => devices.isLinked(deviceId),
    batchIdOf: batchSide.idOf,
  });
  const sendCancel = (deviceId: string, attemptId: string): void => {
    devices.cancelAttempt(deviceId, attemptId);
  };
  const mayHaveLeft = ({ created_at: createdAt }: MessageRow): boolean =>
    createdAt < (reconcile.heldSince() ?? 0);
  const acts = createRepeatedActs(
    createRepeatedRequests(idempotency, (id) => id),
    clock,
  );
  const actions = createMessageActions({
    ...{ ...submitDeps, transitions, sendCancel },
    preview: dispatcher.preview,
    quietUntil: quietEnd,
    mayHaveLeft,
  });
  const bulk = batchSide.createBulk({
    ...{ ...submitDeps, transitions, sendCancel, mayHaveLeft, tellRows, log, fleet, lanes },
    isPaused: queueSwitch.isPaused,
    quietUntil: quietEnd,
  });
  const queueHolds = createQueueHolds({
    holds,
    updateLanes: lanes.updateHolds,
    write: (unit) => writer.write(unit),
    now: () => clock.now(),
    feed,
    wake: dispatcher.wake,
  });

  const inboxStore = createInboxStore(db, () => Number(settings.get('inbox_limit')));
  const inbox = createInboxService({
    store: inboxStore,
    readPage: (query) => reader.read('inbox', query),
    events,
    feed,
    tellRows,
    readNumber: (input) => {
      const number = readNumber(input);
      return number.ok ? number.e164 : null;
    },
    simOf: (phone, subscriptionId) => devices.simOf(phone, subscriptionId),
    newestTo: createReplyTargetStore(db).newestTo,
  });

  const upkeep = createUpkeep({
    ...{ storage, settings, events, reader, isStorageBroken, clock, log },
    dataDir: options.dataDir,
    messages: messageStore,
    stores: { idempotency, orphans, orphanAttempts, usage, counts, inbox: inboxStore },
    prunedBatches: batchSide.prunedBy,
  });

  return {
    ...upkeep,
    reader,
    feed,
    tellRows,
    settings,
    access,
    messages,
    inbox,
    attempts,
    attemptService,
    deviceStore,
    devices,
    dispatcher,
    queueStatus,
    queueSwitch,
    storageTrouble: storage.trouble,
    storageDamage: storage.damage,
    translateStorageError: storage.translateError,
    /** Told by the storage: its damage began or ended, and indexes were made anew. */
    damageListener: {
      changed: () => {
        feed.tell('queue', '');
        dispatcher.wake();
      },
      rebuilt: lanes.recount,
    },
    queueHolds,
    ...rules,
    partsUsed: (simId: string) => fleet.usedBy(simId),
    counts,
    reconcile,
    orphanAttempts,
    actions,
    bulk,
    acts,
    readNumber,
    writer,
    /** The clock may have been corrected while no gateway was there to see it. */
    readClock: () =>
      writer.write(() => {
        const now = clock.now();
        messageStore.bringNear(now + LONGEST_RETRY_MS, now);
      }),
    clockStepped: (stepMs: number) =>
      writer.write(() => {
        if (stepMs < 0) messageStore.moveRetries(stepMs);
      }),
  };
}

/** What is committed may be wrong or lost, and so may be what is read. */
const isBroken = (trouble: StorageTrouble | null): boolean =>
  trouble === 'storage_damaged' || trouble === 'storage_lost';
