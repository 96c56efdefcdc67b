/** Runs the demo phone beside the gateway; it dials the relay link like any phone. */
import { join } from 'node:path';
import { countParts } from '../../shared/parts.ts';
import { createDemoPhone } from '../demo-phone/demo-phone.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';

export interface RunningDemoPhone {
  stop(): Promise<void>;
}

export interface DemoParts {
  readonly dataDir: string;
  readonly devices: DeviceService;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Under this serial the demo phone stays one device, however often it pairs. */
const DEMO_SERIAL = 'demo-phone';

/** A program that starts us and sends at once should find the demo phone ready; without it the start goes on. */
const READY_DEADLINE_MS = 3_000;

function readyOnce(devices: DeviceService): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, READY_DEADLINE_MS);
    devices.onChange(() => {
      if (!devices.list('test').some((device) => device.state === 'ready')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

export async function startDemoPhone(parts: DemoParts): Promise<RunningDemoPhone> {
  const { pairing, clock } = parts;
  const phone = createDemoPhone({
    directory: join(parts.dataDir, 'demo-phone'),
    now: () => clock.now(),
    countParts,
    logger: parts.log,
  });
  const code = pairing.issue({
    mode: 'test',
    hardwareSerial: DEMO_SERIAL,
    partsPerMinute: null,
    name: 'Demo phone',
  });
  const isReady = readyOnce(parts.devices);
  await phone.start({ host: '127.0.0.1', port: parts.port, pin: parts.pin, pairing: { code } });
  await isReady;
  return {
    stop: async () => {
      pairing.revoke(code);
      await phone.stop();
    },
  };
}
