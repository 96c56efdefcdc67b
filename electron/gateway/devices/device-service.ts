import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Writer } from '../storage/group-commit.ts';
import { createDevicePairing, type DevicePairing } from './device-pairing.ts';
import { createDeviceRegistry, type DeviceDirectory } from './device-registry.ts';
import type { DeviceStore } from './device-store.ts';
import { createInboxSwitch, type SwitchInbox } from './inbox-switch.ts';
import { createPhoneConfig } from './phone-config.ts';
import { createPhonePresence, type PhonePresence } from './phone-presence.ts';
import { createSimSettings, type SimSettings } from './sim-settings.ts';
import { createSimSuccessions, type SimSuccessions } from './sim-succession.ts';

/** All that the rest of the gateway asks of phones; each part is a file of its own. */
export interface DeviceService
  extends DeviceDirectory, DevicePairing, PhonePresence, SimSettings, SimSuccessions {
  readonly switchInbox: SwitchInbox;
}

interface DeviceServiceDeps {
  readonly store: DeviceStore;
  readonly writer: Writer;
  readonly clock: Clock;
  readonly feed: Feed;
  readonly events: Pick<EventStore, 'append'>;
  /** Words that a phone lets through whoever sends them. */
  readonly stopWords: readonly string[];
}

export function createDeviceService({
  store,
  writer,
  clock,
  feed,
  events,
  stopWords,
}: DeviceServiceDeps): DeviceService {
  const registry = createDeviceRegistry({ store, clock, feed });
  const config = createPhoneConfig(stopWords);
  return {
    ...registry.directory,
    ...createDevicePairing({ store, writer, clock, registry, config }),
    ...createPhonePresence({ registry, config, clock }),
    ...createSimSettings({ store, writer, registry, config, events, clock }),
    ...createSimSuccessions({ store, writer, registry, events, clock }),
    switchInbox: createInboxSwitch({ store, writer, registry, config }),
  };
}
