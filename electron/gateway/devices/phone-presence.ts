/** What is seen of phones as it happens: links that come and go, heartbeats, ADB, a run that sets one up. */
import type { Clock } from '../foundation/clock.ts';
import type { PhoneFrames } from '../relay/frames.ts';
import type { RelaySession } from '../relay/relay-callbacks.ts';
import type { AdbConnectionState } from './device-condition.ts';
import type { DeviceRegistry } from './device-registry.ts';
import { hasBadFrames, type LivePhone } from './live-phone.ts';
import type { PhoneConfig } from './phone-config.ts';

export interface PhonePresence {
  linked(session: RelaySession): void;
  /** The phone told what became of everything it may hold: from now on it may get new messages. */
  queried(session: RelaySession): void;
  unlinked(session: RelaySession): void;
  heartbeat(session: RelaySession, frame: PhoneFrames['heartbeat']): void;
  /** The phone could not take messages: it shows so until that moment of the monotonic clock, or null: it could. */
  readonly setTrouble: (deviceId: string, trouble: LivePhone['trouble']) => void;
  /** A frame of the phone has wrong fields: it shows as a problem for a day. */
  readonly sawBadFrame: (deviceId: string) => void;
  /** The phone told of a text that its radio was given. */
  readonly sawSubmit: (deviceId: string) => void;
  /** Milliseconds since then, or since the gateway started. */
  readonly sinceSubmitMs: (deviceId: string) => number;
  /** Asks a linked phone to stop an attempt; says nothing to one that is not linked. */
  readonly cancelAttempt: (deviceId: string, attemptId: string) => void;
  /** Makes every linked phone dial again. */
  readonly dialAnew: (why: string) => void;
  /** What ADB sees now, by hardware serial. */
  sawAdb(sights: ReadonlyMap<string, AdbConnectionState>): void;
  /** The hardware serials of phones that a run is installing or pairing now. */
  sawProvisioning(hardwareSerials: ReadonlySet<string>): void;
}

interface PhonePresenceDeps {
  readonly registry: DeviceRegistry;
  readonly config: PhoneConfig;
  readonly clock: Clock;
}

export function createPhonePresence({ registry, config, clock }: PhonePresenceDeps): PhonePresence {
  const startedAt = clock.monotonic();

  /** Changes a phone, unless the session is not its own any more. */
  function ofSession(session: RelaySession, change: (phone: LivePhone) => void): void {
    const phone = registry.get(session.deviceId);
    if (phone === undefined || phone.session !== session) return;
    change(phone);
    registry.changed(session.deviceId);
  }

  /** Changes the phones for which `change` says that something moved. */
  function ofAll(change: (phone: LivePhone) => boolean): void {
    for (const phone of registry.all()) if (change(phone)) registry.changed(phone.row.id);
  }

  /**
   * SIMs come and go without a new link: at boot, by a hot swap, an eSIM, a permission that was granted later. Only a
   * `hello` tells of them in full, so the phone is made to dial again; once for the same SIMs, in case it tells no more.
   */
  function askAnew(phone: LivePhone, session: RelaySession): void {
    const namesOf = (ids: readonly number[]): string => [...new Set(ids)].sort((a, b) => a - b).join(' ');
    const beating = namesOf(phone.heartbeat?.sims.map((sim) => sim.id) ?? []);
    if (beating === namesOf(phone.sims.map((sim) => sim.subscription_id))) {
      phone.askedAnewFor = null;
      return;
    }
    if (phone.askedAnewFor === beating) return;
    phone.askedAnewFor = beating;
    session.close('its SIMs are not those of its hello');
  }

  return {
    linked: (session) => {
      const phone = registry.get(session.deviceId);
      if (phone === undefined) return;
      phone.session = session;
      phone.isQueried = false;
      phone.wasLinked = true;
      phone.heartbeat = null;
      phone.heartbeatAt = null;
      // A switch may have moved while the phone was shaking hands.
      config.tellWhenMoved(phone);
      registry.changed(session.deviceId);
    },
    queried: (session) => {
      ofSession(session, (phone) => {
        phone.isQueried = true;
      });
    },
    unlinked: (session) => {
      ofSession(session, (phone) => {
        phone.session = null;
        phone.isQueried = false;
      });
    },
    heartbeat: (session, frame) => {
      ofSession(session, (phone) => {
        phone.heartbeatAt = clock.monotonic();
        phone.heartbeat = {
          batteryPercent: frame.battery_percent,
          isCharging: frame.charging,
          sims: frame.sims,
          permissions: frame.permissions,
          isBatteryOptimised: frame.battery_optimised,
          clockSkewMs: frame.clock_skew_ms,
        };
        askAnew(phone, session);
      });
    },
    setTrouble: (deviceId, trouble) => {
      const phone = registry.get(deviceId);
      if (phone === undefined || (phone.trouble === null && trouble === null)) return;
      phone.trouble = trouble;
      registry.changed(deviceId);
    },
    sawBadFrame: (deviceId) => {
      const phone = registry.get(deviceId);
      if (phone === undefined) return;
      const now = clock.monotonic();
      const isNews = !hasBadFrames(phone, now);
      phone.badFrameAt = now;
      // A phone that sends thousands of them is told of once.
      if (isNews) registry.changed(deviceId);
    },
    sawSubmit: (deviceId) => {
      const phone = registry.get(deviceId);
      if (phone !== undefined) phone.submitHeardAt = clock.monotonic();
    },
    sinceSubmitMs: (deviceId) => clock.monotonic() - (registry.get(deviceId)?.submitHeardAt ?? startedAt),
    cancelAttempt: (deviceId, attemptId) => {
      registry.get(deviceId)?.session?.cancel(attemptId);
    },
    dialAnew: (why) => {
      for (const phone of registry.all()) phone.session?.close(why);
    },
    sawAdb: (sights) => {
      ofAll((phone) => {
        const serial = phone.row.hardware_serial;
        const before = phone.adb;
        phone.adb = serial === null ? null : (sights.get(serial) ?? null);
        return phone.adb !== before;
      });
    },
    sawProvisioning: (hardwareSerials) => {
      ofAll((phone) => {
        const before = phone.isProvisioning;
        const serial = phone.row.hardware_serial;
        phone.isProvisioning = serial !== null && hardwareSerials.has(serial);
        return phone.isProvisioning !== before;
      });
    },
  };
}
