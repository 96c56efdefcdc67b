import { createHash, hash, randomBytes } from 'node:crypto';
import { GatewayError } from '../../shared/gateway-error.ts';
import type { Mode } from '../../shared/states.ts';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import { newId } from '../foundation/new-id.ts';
import type { LinkConfig, PhoneFrames } from '../relay/frames.ts';
import type { RelaySession } from '../relay/relay-callbacks.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { AdbSight } from './device-condition.ts';
import { countedName, distinctName } from './device-name.ts';
import type { DeviceRow, DeviceStore, SimRow } from './device-store.ts';
import { readySimsOf, unseen, viewOf, type DeviceView, type LivePhone } from './live-phone.ts';
import { linkConfigOf } from './phone-frames.ts';
import { findSim, type NamedSim } from './sim-reference.ts';
import type { Sim } from './sim.ts';

/** For whom a pairing code was made. */
export interface PairingPurpose {
  readonly mode: Mode;
  readonly hardwareSerial: string | null;
  readonly partsPerMinute: number | null;
  readonly name: string | null;
}

export type PairOutcome =
  | { readonly ok: true; readonly deviceId: string; readonly token: string }
  | { readonly ok: false; readonly reason: string; readonly message: string };
export type HelloOutcome =
  | {
      readonly ok: true;
      readonly deviceId: string;
      readonly session: number;
      readonly lastSeq: number;
      readonly config: LinkConfig;
    }
  | { readonly ok: false; readonly reason: string; readonly message: string };

export interface InboxSwitch extends NamedSim {
  /** False while the phone is not linked; it is told when it comes back. */
  readonly isTold: boolean;
}

export interface DeviceService {
  /** Binds a phone that proved a pairing code. */
  pair(frame: PhoneFrames['pair'], purpose: PairingPurpose): Promise<PairOutcome>;
  authenticate(frame: PhoneFrames['hello']): Promise<HelloOutcome>;
  linked(session: RelaySession): void;
  settled(session: RelaySession): void;
  unlinked(session: RelaySession): void;
  heartbeat(session: RelaySession, frame: PhoneFrames['heartbeat']): void;
  /** The phone could not take messages: it shows so until that moment of the monotonic clock, or null: it could. */
  readonly setTrouble: (deviceId: string, trouble: LivePhone['trouble']) => void;
  /** What ADB sees now, by hardware serial. */
  sawAdb(sights: ReadonlyMap<string, AdbSight>): void;
  setProvisioning(hardwareSerial: string, isProvisioning: boolean): void;
  list(mode?: Mode): readonly DeviceView[];
  byIdOrName(idOrName: string): DeviceView | undefined;
  byHardwareSerial(serial: string): DeviceView | undefined;
  isLinked(deviceId: string): boolean;
  /** The SIM that a phone means by a subscription id. */
  simOf(
    voice: { readonly deviceId: string; readonly ledgerId: string },
    subscriptionId: number,
  ): { readonly sim: SimRow; readonly device: DeviceRow } | undefined;
  /**
   * Lets received texts of a SIM leave its phone, or stops it: stored first, then told to the phone. The SIM is
   * named by its id or as `NAME/SLOT`. Throws `not_found`.
   */
  switchInbox(sim: string, takesTexts: boolean): Promise<InboxSwitch>;
  /** Every SIM that could be handed a message now. */
  readySims(): readonly Sim[];
  /** Called when a phone became able to send, or stopped being. */
  onChange(listener: () => void): void;
  sessions(): readonly RelaySession[];
}

export function createDeviceService(
  store: DeviceStore,
  writer: Writer,
  clock: Clock,
  feed: Feed,
  stopWords: readonly string[],
): DeviceService {
  const phones = new Map<string, LivePhone>();
  const listeners: (() => void)[] = [];
  for (const row of store.all()) phones.set(row.id, unseen(row, store.sims(row.id)));

  function changed(deviceId: string): void {
    feed.tell('device', deviceId);
    for (const listener of listeners) listener();
  }

  function configOf(phone: LivePhone): LinkConfig {
    return linkConfigOf(phone.row, phone.sims, stopWords);
  }

  function tellConfig(phone: LivePhone): boolean {
    if (phone.session === null) return false;
    phone.told = configOf(phone);
    return phone.session.sendConfig(phone.told);
  }

  /** Inside the transaction that adds the phone, so that no other takes the name in between. */
  function nameFor({ name, mode }: PairingPurpose): string {
    return name === null
      ? countedName(mode, store.countEver(mode), store.hasName)
      : distinctName(name, store.hasName);
  }

  const view = (phone: LivePhone): DeviceView => viewOf(phone, clock.monotonic());

  return {
    pair: async (frame, purpose) => {
      const token = randomBytes(32).toString('base64url');
      const tokenHash = hash('sha256', token, 'buffer');
      const row = await writer.write(() => {
        const known =
          purpose.hardwareSerial === null
            ? undefined
            : store.byHardwareSerial(purpose.hardwareSerial, purpose.mode);
        const facts = {
          token_hash: tokenHash,
          ledger_id: frame.ledger_id,
          model: frame.model,
          android: frame.android,
          paired_at: clock.now(),
        };
        const id = known?.id ?? newId('dev', clock.now());
        if (known === undefined) {
          store.insert({
            id,
            name: nameFor(purpose),
            mode: purpose.mode,
            hardware_serial: purpose.hardwareSerial,
            parts_per_minute: purpose.partsPerMinute,
            ...facts,
          });
        } else {
          store.rePair(id, facts);
        }
        return store.byId(id);
      });
      if (row === undefined) throw new Error('a device was not stored');
      const phone = phones.get(row.id);
      if (phone === undefined) phones.set(row.id, unseen(row, store.sims(row.id)));
      else phone.row = row;
      changed(row.id);
      return { ok: true, deviceId: row.id, token };
    },

    authenticate: async (frame) => {
      const tokenHash = createHash('sha256').update(frame.token).digest();
      const known = store.byTokenHash(tokenHash);
      if (known === undefined || known.id !== frame.device_id) {
        return { ok: false, reason: 'bad_token', ...inEnglish(sentence('link.not_paired')) };
      }
      if (known.removed_at !== null) {
        return { ok: false, reason: 'removed', ...inEnglish(sentence('link.removed')) };
      }
      const session = await writer.write(() => {
        const next = store.nextSession(known.id, frame.ledger_id, clock.now());
        store.storeSims(known.id, frame.ledger_id, frame.sims, clock.now());
        return next;
      });
      const phone = phones.get(known.id) ?? unseen(known, store.sims(known.id));
      phone.row = store.byId(known.id) ?? known;
      phone.sims = store.sims(known.id);
      const config = configOf(phone);
      phone.told = config;
      return {
        ok: true,
        deviceId: known.id,
        session,
        lastSeq: store.lastSeq(known.id, frame.ledger_id),
        config,
      };
    },

    linked: (session) => {
      const phone = phones.get(session.deviceId);
      if (phone === undefined) return;
      phone.session = session;
      phone.isSettled = false;
      phone.wasLinked = true;
      phone.heartbeat = null;
      phone.heartbeatAt = null;
      // A switch may have moved while the phone was shaking hands.
      if (JSON.stringify(phone.told) !== JSON.stringify(configOf(phone))) tellConfig(phone);
      changed(session.deviceId);
    },
    settled: (session) => {
      const phone = phones.get(session.deviceId);
      if (phone === undefined || phone.session !== session) return;
      phone.isSettled = true;
      changed(session.deviceId);
    },
    unlinked: (session) => {
      const phone = phones.get(session.deviceId);
      if (phone === undefined || phone.session !== session) return;
      phone.session = null;
      phone.isSettled = false;
      changed(session.deviceId);
    },
    heartbeat: (session, frame) => {
      const phone = phones.get(session.deviceId);
      if (phone === undefined || phone.session !== session) return;
      phone.heartbeatAt = clock.monotonic();
      phone.heartbeat = {
        batteryPercent: frame.battery_percent,
        isCharging: frame.charging,
        sims: frame.sims,
        permissions: frame.permissions,
        isBatteryOptimised: frame.battery_optimised,
        clockSkewMs: frame.clock_skew_ms,
      };
      changed(session.deviceId);
    },
    setTrouble: (deviceId, trouble) => {
      const phone = phones.get(deviceId);
      if (phone === undefined || (phone.trouble === null && trouble === null)) return;
      phone.trouble = trouble;
      changed(deviceId);
    },
    sawAdb: (sights) => {
      for (const phone of phones.values()) {
        const serial = phone.row.hardware_serial;
        const sight = serial === null ? null : (sights.get(serial) ?? null);
        if (sight === phone.adb) continue;
        phone.adb = sight;
        changed(phone.row.id);
      }
    },
    setProvisioning: (hardwareSerial, isProvisioning) => {
      for (const phone of phones.values()) {
        if (phone.row.hardware_serial !== hardwareSerial || phone.isProvisioning === isProvisioning) continue;
        phone.isProvisioning = isProvisioning;
        changed(phone.row.id);
      }
    },
    list: (mode) =>
      [...phones.values()].filter((phone) => mode === undefined || phone.row.mode === mode).map(view),
    byIdOrName: (idOrName) => {
      const phone =
        phones.get(idOrName) ?? [...phones.values()].find((candidate) => candidate.row.name === idOrName);
      return phone === undefined ? undefined : view(phone);
    },
    byHardwareSerial: (serial) => {
      const phone = [...phones.values()].find((candidate) => candidate.row.hardware_serial === serial);
      return phone === undefined ? undefined : view(phone);
    },
    isLinked: (deviceId) => (phones.get(deviceId)?.session ?? null) !== null,
    simOf: (voice, subscriptionId) => {
      const sim = store.simOf(voice.deviceId, voice.ledgerId, subscriptionId);
      const device = phones.get(voice.deviceId)?.row;
      return sim === undefined || device === undefined ? undefined : { sim, device };
    },
    switchInbox: async (reference, takesTexts) => {
      const found = findSim(reference, [...phones.values()]);
      if (found === undefined) {
        throw new GatewayError('not_found', sentence('refusal.no_sim'));
      }
      await writer.write(() => {
        store.setTakesTexts(found.simId, takesTexts);
      });
      const phone = phones.get(found.deviceId);
      if (phone === undefined) return { ...found, isTold: false };
      phone.sims = store.sims(found.deviceId);
      const isTold = tellConfig(phone);
      changed(found.deviceId);
      return { ...found, isTold };
    },
    readySims: () => [...phones.values()].flatMap((phone) => readySimsOf(phone, clock.monotonic())),
    onChange: (listener) => {
      listeners.push(listener);
    },
    sessions: () => [...phones.values()].flatMap((phone) => (phone.session === null ? [] : [phone.session])),
  };
}
