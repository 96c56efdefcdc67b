/** The constructors of what needs ADB: the list of phones, keeping their cable alive, installing and pairing them. */
import { createAdbServer } from '../adb/adb-server.ts';
import { readHardwareSerial } from '../adb/hardware-serial.ts';
import { createPhoneTracker } from '../adb/track-phones.ts';
import { createListedPhones, type ListedPhones } from '../devices/listed-phones.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import { createPhoneSupervisor } from '../devices/phone-supervisor.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { createDeviceChanges } from '../provisioning/device-changes.ts';
import { createPhoneNow } from '../provisioning/phone-now.ts';
import { createProvisionRuns, type ProvisionRuns } from '../provisioning/provision-runs.ts';
import type { ProvisioningDeps } from '../provisioning/provisioning-deps.ts';
import { provisionPhone } from '../provisioning/provisioning.ts';
import { findRelayAppDir } from '../provisioning/relay-app-dir.ts';
import { relayAppFrom } from '../provisioning/relay-app-file.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { GatewayServices } from './services.ts';

export interface AdbSide {
  readonly listed: Pick<ListedPhones, 'condition' | 'phones'>;
  readonly runs: ProvisionRuns;
  start(): void;
  /** Resolves when nothing is left running. */
  stop(): Promise<void>;
}

export interface AdbSideDeps {
  readonly options: GatewayOptions;
  readonly services: GatewayServices;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly relayPort: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createAdbSide(deps: AdbSideDeps, adbPort: number): AdbSide {
  const { options, services, pairing, pin, relayPort, clock, log } = deps;
  const { devices, feed } = services;
  const server = createAdbServer({ port: adbPort });
  const isLinked = (deviceId: string): boolean => devices.isLinked(deviceId);
  const supervisor = createPhoneSupervisor({
    server,
    relayPort,
    isLinked,
    hasOpenAttempt: (deviceId) => services.attempts.heldOf(deviceId).length > 0,
    sinceSubmitMs: devices.sinceSubmitMs,
    log,
  });
  const listed = createListedPhones({
    readHardwareSerial: (serial) => readHardwareSerial(server, serial),
    devices,
    supervisor,
    feed,
    log,
  });
  const tracker = createPhoneTracker(server, listed.saw);
  const changes = createDeviceChanges(feed);
  const provisioning: ProvisioningDeps = {
    server,
    relayApp: relayAppFrom(options.relayAppDir ?? findRelayAppDir(), log),
    issueCode: (hardwareSerial) => {
      const code = pairing.issueLive({ hardwareSerial });
      const revoke = (): void => {
        pairing.revoke(code);
      };
      return { code, revoke };
    },
    pin,
    relayPort,
    phoneNow: createPhoneNow(devices),
    now: () => clock.now(),
    nextChange: changes.next,
  };
  const runs = createProvisionRuns({
    provision: (order, tell) => provisionPhone(provisioning, order, tell),
    running: listed.provisioning,
    feed,
    clock,
    log,
  });
  return {
    listed,
    runs,
    start: () => {
      tracker.start();
    },
    stop: async () => {
      changes.stop();
      const trackerStopped = tracker.stop();
      server.close();
      await trackerStopped;
      await listed.idle();
      await supervisor.stop();
      await runs.ended();
    },
  };
}
