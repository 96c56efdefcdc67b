/** The phones on ADB's list: which of them are ours, what each is told to the operator, whose cable is kept alive. */
import type { AdbCondition, ListedPhone as ListedPhoneView } from '../../shared/console/devices.ts';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { AdbErrorKind } from '../adb/adb-server.ts';
import type { ListedPhone } from '../adb/parse-devices.ts';
import type { TrackedPhones } from '../adb/track-phones.ts';
import type { Feed } from '../events/feed.ts';
import type { Logger } from '../foundation/logger.ts';
import { adbConnectionStateOf, stateOfStranger, type AdbConnectionState } from './device-condition.ts';
import type { DeviceDirectory } from './device-registry.ts';
import { adviceFor, adviceForAdb } from './phone-problem.ts';
import type { PhonePresence } from './phone-presence.ts';
import type { PhoneSupervisor, SupervisedPhone } from './phone-supervisor.ts';

export interface ListedPhones {
  /** Takes in a list; lists are taken in one after the other. */
  readonly saw: (sighting: TrackedPhones) => void;
  /** The phones, by ADB's name for them, that a run is installing or pairing now. */
  readonly provisioning: (serials: ReadonlySet<string>) => void;
  readonly condition: () => AdbCondition;
  readonly phones: () => readonly ListedPhoneView[];
  /** Resolves when every list is taken in. */
  readonly idle: () => Promise<void>;
}

interface ListedPhonesDeps {
  /** The serial that is the phone's own, whatever ADB calls it. */
  readonly readHardwareSerial: (serial: string) => Promise<string>;
  readonly devices: Pick<DeviceDirectory, 'byHardwareSerial'> &
    Pick<PhonePresence, 'sawAdb' | 'sawProvisioning'>;
  readonly supervisor: Pick<PhoneSupervisor, 'saw'>;
  readonly feed: Feed;
  readonly log: Logger;
}

/** A phone on ADB's list, with the serial that is its own; null until it told. */
interface KnownPhone {
  readonly listed: ListedPhone;
  readonly hardwareSerial: string | null;
}

/** What is known of the list at this moment. */
interface Around {
  problem: AdbErrorKind | null;
  phones: readonly KnownPhone[];
  provisioning: ReadonlySet<string>;
}

export function createListedPhones(deps: ListedPhonesDeps): ListedPhones {
  const around: Around = { problem: null, phones: [], provisioning: new Set() };
  let reading: Promise<void> = Promise.resolve();

  async function take(sighting: TrackedPhones): Promise<void> {
    around.problem = sighting.available ? null : sighting.problem.kind;
    around.phones = sighting.available
      ? await Promise.all(sighting.phones.map((listed) => identify(deps, around.phones, listed)))
      : [];
    tellDevices(deps, around);
    deps.feed.tell('phone', '');
  }

  return {
    saw: (sighting) => {
      reading = reading
        .then(() => take(sighting))
        .catch((error: unknown) => {
          deps.log.error({ error: String(error) }, 'the list of phones could not be taken in');
        });
    },
    provisioning: (serials) => {
      around.provisioning = new Set(serials);
      // A run that ended may have paired a phone, whose cable is then looked after.
      tellDevices(deps, around);
    },
    condition: () => conditionView(around.problem),
    phones: () => around.phones.map((phone) => phoneView(deps, around, phone)),
    idle: () => reading,
  };
}

/** A phone that told its serial on this connection is not asked again. */
async function identify(
  { readHardwareSerial, log }: ListedPhonesDeps,
  before: readonly KnownPhone[],
  listed: ListedPhone,
): Promise<KnownPhone> {
  const known = before.find(
    (phone) => phone.listed.serial === listed.serial && phone.listed.transportId === listed.transportId,
  );
  const hardwareSerial = known?.hardwareSerial ?? null;
  if (hardwareSerial !== null || listed.state !== 'device') return { listed, hardwareSerial };
  try {
    return { listed, hardwareSerial: await readHardwareSerial(listed.serial) };
  } catch (error) {
    log.info({ error: String(error) }, 'a phone did not tell its serial; it is asked again');
    return { listed, hardwareSerial: null };
  }
}

function tellDevices({ devices, supervisor }: ListedPhonesDeps, around: Around): void {
  const sights = new Map<string, AdbConnectionState>();
  const provisioning = new Set<string>();
  const supervised: SupervisedPhone[] = [];
  for (const { listed, hardwareSerial } of around.phones) {
    if (hardwareSerial === null) continue;
    sights.set(hardwareSerial, adbConnectionStateOf(listed.state));
    if (around.provisioning.has(listed.serial)) provisioning.add(hardwareSerial);
    const device = devices.byHardwareSerial(hardwareSerial);
    if (device === undefined || listed.state !== 'device') continue;
    supervised.push({ serial: listed.serial, deviceId: device.row.id, transportId: listed.transportId });
  }
  devices.sawAdb(sights);
  devices.sawProvisioning(provisioning);
  supervisor.saw(supervised);
}

function conditionView(problem: AdbErrorKind | null): AdbCondition {
  const spoken = problem === null ? sentence('adb.running') : adviceForAdb(problem);
  return { available: problem === null, ...spoken, ...inEnglish(spoken) };
}

function phoneView(
  { devices }: ListedPhonesDeps,
  around: Around,
  { listed, hardwareSerial }: KnownPhone,
): ListedPhoneView {
  const device = hardwareSerial === null ? undefined : devices.byHardwareSerial(hardwareSerial);
  const advice = adviceFor(listed.state, device !== undefined);
  const isProvisioning = around.provisioning.has(listed.serial);
  return {
    serial: listed.serial,
    state: listed.state,
    model: listed.model,
    device_id: device?.row.id ?? null,
    device_state: device?.state ?? stateOfStranger(adbConnectionStateOf(listed.state), isProvisioning),
    ...advice,
    ...inEnglish(advice),
  };
}

const OFF = sentence('adb.off');

/** Stands where ADB is switched off. */
export const NO_LISTED_PHONES: Pick<ListedPhones, 'condition' | 'phones'> = {
  condition: () => ({ available: false, ...OFF, ...inEnglish(OFF) }),
  phones: () => [],
};
