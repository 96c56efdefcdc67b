/** The ADB side of the gateway: which phones it lists, pairing them, and keeping their cable alive. */
import type { PairingDesk } from './devices/pairing-desk.ts';
import type { PairingPurpose } from './devices/device-service.ts';
import type { Clock } from './foundation/clock.ts';
import type { Logger } from './foundation/logger.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { GatewayServices } from './gateway-services.ts';
import type { AdbPhoneView, ProvisionRunView } from './http/http-parts.ts';

export interface AdbSide {
  start(): void;
  stop(): Promise<void>;
  view(): { readonly available: boolean; readonly message: string; readonly fix: string | null };
  phones(): readonly AdbPhoneView[];
  /** Starts pairing a phone; answers the id of the run. */
  provision(serial: string): string;
  run(runId: string): ProvisionRunView | undefined;
  paired(deviceId: string, purpose: PairingPurpose): void;
}

export interface AdbSideParts {
  readonly options: GatewayOptions;
  readonly services: GatewayServices;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly relayPort: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

export function createAdbSide(_parts: AdbSideParts): AdbSide {
  return {
    start: () => undefined,
    stop: () => Promise.resolve(),
    view: () => ({ available: false, message: 'ADB is not used.', fix: null }),
    phones: () => [],
    provision: () => '',
    run: () => undefined,
    paired: () => undefined,
  };
}
