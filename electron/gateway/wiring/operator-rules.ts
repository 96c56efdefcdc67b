/** What the operator decides of sending, wired: its settings, routing rules, and SIMs that take over. */
import { createSimTakeover } from '../dispatch/sim-takeover.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import type { Lanes } from '../messages/lanes.ts';
import { createRouteRulesService } from '../messages/route-rules-service.ts';
import { createTargetTransitions } from '../messages/target-transitions.ts';
import { createSendingSettings, settingChanged } from '../settings/sending-settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Storage } from '../storage/storage.ts';

export interface OperatorRulesDeps {
  readonly storage: Pick<Storage, 'db' | 'writer'>;
  readonly settings: SettingsStore;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly lanes: Lanes;
  readonly devices: DeviceService;
  readonly wake: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createOperatorRules(deps: OperatorRulesDeps) {
  const { settings, events, feed, devices, wake, log } = deps;
  const { db, writer } = deps.storage;
  const now = (): number => deps.clock.now();
  return {
    sending: createSendingSettings({ settings, events, feed, now, wake }),
    routing: createRouteRulesService({
      text: () => settings.get('route_rules'),
      store: (after) =>
        settings.set('route_rules', after, () => {
          const before = settings.get('route_rules');
          events.append(settingChanged({ name: 'route_rules', before, after, at: now() }));
          feed.note('setting', '');
        }),
      devices: () => devices.list().map(({ row: { id, name }, sims }) => ({ id, name, sims })),
      takenOverBy: (simId) => {
        const found = devices.successionOf(simId);
        return found?.answer === 'takes_over' ? found.newSimId : null;
      },
    }),
    takeover: createSimTakeover({
      successions: devices.successions,
      successionOf: devices.successionOf,
      answerSuccession: devices.answerSuccession,
      lanes: deps.lanes,
      moves: createTargetTransitions(db, deps.lanes, feed),
      events,
      write: (unit) => writer.write(unit),
      ...{ now, wake, log },
    }),
  };
}
