/** Runs the demo phone beside the gateway; it dials the relay link like any phone. */
import { join } from 'node:path';
import { countParts } from '../shared/parts.ts';
import { createDemoPhone } from './demo-phone/demo-phone.ts';
import type { PairingDesk } from './devices/pairing-desk.ts';
import type { Clock } from './foundation/clock.ts';
import type { Logger } from './foundation/logger.ts';

export interface RunningDemoPhone {
  stop(): Promise<void>;
}

export interface DemoParts {
  readonly dataDir: string;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Under this serial the demo phone stays one device, however often it pairs. */
const DEMO_SERIAL = 'demo-phone';

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
  await phone.start({ host: '127.0.0.1', port: parts.port, pin: parts.pin, pairing: { code } });
  return {
    stop: async () => {
      pairing.revoke(code);
      await phone.stop();
    },
  };
}
