/** The services of one gateway, wired by hand. No listening, no timers: `gateway.ts` starts and stops. */
import { createAccessService } from '../access/access-service.ts';
import { createTokenStore } from '../access/token-store.ts';
import { createDeviceService } from '../devices/device-service.ts';
import { createDeviceStore } from '../devices/device-store.ts';
import type { DeviceView } from '../devices/live-phone.ts';
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
import type { StorageTrouble } from '../../shared/states.ts';
import { STOP_WORDS } from '../../shared/stop-words.ts';
import { createInboxService } from '../inbox/inbox-service.ts';
import { createInboxListStore } from '../inbox/inbox-list-store.ts';
import { createInboxStore } from '../inbox/inbox-store.ts';
import { createAttemptService } from '../messages/attempt-service.ts';
import { createAttemptStore } from '../messages/attempt-store.ts';
import { createIdempotencyStore } from '../messages/idempotency-store.ts';
import { createMessageActions } from '../messages/message-actions.ts';
import { createMessageListStore } from '../messages/message-list-store.ts';
import { createMessageService } from '../messages/message-service.ts';
import { createOrphanStore } from '../messages/orphan-store.ts';
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
import { createReplyTargetStore } from '../messages/reply-target-store.ts';
import { parseRouteRules, routeByRules } from '../messages/route-rules.ts';
import { createRouteChoice, type RoutableDevice } from '../messages/route-choice.ts';
import { createSettingsStore } from '../settings/settings-store.ts';
import { createPruner } from '../storage/pruner.ts';
import type { Storage } from '../storage/storage.ts';
import { prunedTables } from './pruned-tables.ts';

export type GatewayServices = ReturnType<typeof createGatewayServices>;

export function createGatewayServices(storage: Storage, clock: Clock, log: Logger) {
  const { db, writer } = storage;
  const isStorageBroken = (): boolean => isBroken(storage.trouble());
  const feed = createFeed(writer.ifUndone, log);
  writer.onCommit(feed.flush);
  const events = createEventStore(db);
  const settings = createSettingsStore(db, writer);
  const access = createAccessService(createTokenStore(db), writer, clock);
  const holds = createHoldStore(db, writer.ifUndone);
  const lanes = createLanes(createLaneStore(db), (lane) => holds.holdsLane(lane), writer.ifUndone);
  const messageStore = createMessageStore(db, lanes, writer.ifUndone);
  const orphans = createOrphanStore(db);
  const attempts = createAttemptStore(db, orphans);
  const zone = (): string => access.workspace.time_zone;
  const localDay = createLocalDays(zone);
  const counts = createOutcomeCountStore(db, localDay, writer.ifUndone);
  writer.beforeCommit(counts.flush);
  const transitions = createMessageTransitions(db, events, feed, lanes, counts);
  const failureRate = createFailureRate({
    counts,
    limit: () => Number(settings.get('failure_limit')),
    now: () => clock.now(),
  });
  const attemptService = createAttemptService(attempts, messageStore, transitions, feed);
  const deviceStore = createDeviceStore(db);
  const devices = createDeviceService({
    store: deviceStore,
    writer,
    clock,
    feed,
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
    isClientPaused: (clientId) => holds.has('client', clientId),
    write: (unit) => writer.write(unit),
    clock,
    log,
  });
  devices.onChange(dispatcher.wake);

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
    routeByRules: (e164: string) => routeByRules(parseRouteRules(settings.get('route_rules')) ?? [], e164),
    refusal: queueStatus.refusal,
    wakeDispatcher: dispatcher.wake,
  };
  const lists = createMessageListStore(db);
  const messages = createMessageService({
    ...submitDeps,
    readPage: (filter) => Promise.resolve(lists.page(filter)),
    whyWaiting: dispatcher.whyWaiting,
    isDeviceLinked: (deviceId) => devices.isLinked(deviceId),
  });
  const actions = createMessageActions({
    ...submitDeps,
    transitions,
    foresee: dispatcher.foresee,
    sendCancel: (deviceId, attemptId) => {
      devices.cancelAttempt(deviceId, attemptId);
    },
  });
  const queueHolds = createQueueHolds({
    holds,
    updateLanes: lanes.updateHolds,
    write: (unit) => writer.write(unit),
    now: () => clock.now(),
    feed,
    wake: dispatcher.wake,
  });

  const inboxLists = createInboxListStore(db);
  const inbox = createInboxService({
    store: createInboxStore(db),
    readPage: (query) => Promise.resolve(inboxLists.page(query)),
    events,
    feed,
    readNumber: (input) => {
      const number = readNumber(input);
      return number.ok ? number.e164 : null;
    },
    simOf: (phone, subscriptionId) => devices.simOf(phone, subscriptionId),
    newestTo: createReplyTargetStore(db).newestTo,
  });

  const pruner = createPruner({
    tables: prunedTables({ db, idempotency, orphans, events, usage, counts }),
    writer,
    isStorageBroken,
    clock,
    log,
  });

  return {
    pruner,
    feed,
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
    counts,
    actions,
    readNumber,
    writer,
    clockStepped: (stepMs: number) =>
      writer.write(() => {
        if (stepMs < 0) messageStore.moveRetries(stepMs);
      }),
  };
}

/** What is committed may be wrong or lost, and so may be what is read. */
const isBroken = (trouble: StorageTrouble | null): boolean =>
  trouble === 'storage_damaged' || trouble === 'storage_lost';

function asRoutable(device: DeviceView): RoutableDevice {
  const { id, name, mode } = device.row;
  return { id, name, mode, isReady: device.state === 'ready', sims: device.sims };
}
