/** The phones that are known, in memory beside their rows, and who is told when one changes. */
import type { Mode } from '../../shared/states.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { DeviceRow, DeviceStore } from './device-store.ts';
import { readySimsOf, unseen, viewOf, type DeviceView, type LivePhone } from './live-phone.ts';
import type { Sim } from './sim.ts';

/** What other folders look up about phones. */
export interface DeviceDirectory {
  list(mode?: Mode): readonly DeviceView[];
  byIdOrName(idOrName: string): DeviceView | undefined;
  byHardwareSerial(serial: string): DeviceView | undefined;
  isLinked(deviceId: string): boolean;
  /** The SIM that a phone means by a subscription id. */
  simOf(phone: PhoneLedger, subscriptionId: number): KnownSim | undefined;
  /** Every SIM that could be handed a message now. */
  readySims(): readonly Sim[];
  /** Called when a phone became able to send, or stopped being. Returns the function that ends it. */
  onChange(listener: () => void): () => void;
}

/** A phone and the ledger that it speaks from. */
export interface PhoneLedger {
  readonly deviceId: string;
  readonly ledgerId: string;
}

/** A SIM of a phone as what it received is attributed to it. */
interface KnownSim {
  readonly simId: string;
  readonly slot: number;
  readonly deviceName: string;
  readonly mode: Mode;
  /** Whether the operator switched its inbox on. */
  readonly takesTexts: boolean;
}

export interface DeviceRegistry {
  readonly directory: DeviceDirectory;
  all(): readonly LivePhone[];
  get(deviceId: string): LivePhone | undefined;
  /** Takes over a row that was stored, with the SIMs beside it; a phone that is new here was not seen yet. */
  put(row: DeviceRow): LivePhone;
  /** Tells the screens and the listeners. */
  changed(deviceId: string): void;
}

interface DeviceRegistryDeps {
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly feed: Feed;
}

export function createDeviceRegistry({ store, clock, feed }: DeviceRegistryDeps): DeviceRegistry {
  const phones = new Map<string, LivePhone>();
  const listeners = new Set<() => void>();
  for (const row of store.all()) phones.set(row.id, unseen(row, store.sims(row.id)));
  const all = (): readonly LivePhone[] => [...phones.values()];

  return {
    directory: createDirectory({ all, phones, store, clock, listeners }),
    all,
    get: (deviceId) => phones.get(deviceId),
    put: (row) => {
      const sims = store.sims(row.id);
      const phone = phones.get(row.id) ?? unseen(row, sims);
      phone.row = row;
      phone.sims = sims;
      phones.set(row.id, phone);
      return phone;
    },
    changed: (deviceId) => {
      feed.tell('device', deviceId);
      for (const listener of listeners) listener();
    },
  };
}

interface DirectoryDeps {
  readonly all: () => readonly LivePhone[];
  readonly phones: ReadonlyMap<string, LivePhone>;
  readonly store: DeviceStore;
  readonly clock: Clock;
  readonly listeners: Set<() => void>;
}

function createDirectory({ all, phones, store, clock, listeners }: DirectoryDeps): DeviceDirectory {
  const view = (phone: LivePhone): DeviceView => viewOf(phone, clock.monotonic());
  const find = (is: (phone: LivePhone) => boolean): DeviceView | undefined => {
    const phone = all().find(is);
    return phone === undefined ? undefined : view(phone);
  };
  return {
    list: (mode) =>
      all()
        .filter((phone) => mode === undefined || phone.row.mode === mode)
        .map(view),
    byIdOrName: (idOrName) =>
      find((phone) => phone.row.id === idOrName) ?? find((phone) => phone.row.name === idOrName),
    byHardwareSerial: (serial) => find((phone) => phone.row.hardware_serial === serial),
    isLinked: (deviceId) => (phones.get(deviceId)?.session ?? null) !== null,
    simOf: ({ deviceId, ledgerId }, subscriptionId) => {
      const sim = store.simOf(deviceId, ledgerId, subscriptionId);
      const device = phones.get(deviceId)?.row;
      if (sim === undefined || device === undefined) return undefined;
      const { name: deviceName, mode } = device;
      return { simId: sim.id, slot: sim.slot, deviceName, mode, takesTexts: sim.takes_texts === 1 };
    },
    readySims: () => all().flatMap((phone) => readySimsOf(phone, clock.monotonic())),
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
