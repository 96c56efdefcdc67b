/** Runs the demo phone beside the gateway. */
import type { PairingDesk } from './devices/pairing-desk.ts';
import type { Clock } from './foundation/clock.ts';
import type { Logger } from './foundation/logger.ts';
import type { GatewayServices } from './gateway-services.ts';

export interface RunningDemoPhone {
  stop(): Promise<void>;
}

export interface DemoParts {
  readonly dataDir: string;
  readonly services: GatewayServices;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export function startDemoPhone(_parts: DemoParts): Promise<RunningDemoPhone> {
  return Promise.resolve({ stop: () => Promise.resolve() });
}
