import { NO_LISTED_PHONES } from '../devices/listed-phones.ts';
import { createProvisionRuns } from '../provisioning/provision-runs.ts';
import { provisionWithoutAdb } from '../provisioning/without-adb.ts';
import type { AdbSide, AdbSideDeps } from './adb-side.ts';

/** Stands where ADB is switched off. */
export function createNoAdbSide({ services, clock, log }: AdbSideDeps): AdbSide {
  const runs = createProvisionRuns({
    provision: (_order, tell) => provisionWithoutAdb(tell),
    running: () => undefined,
    feed: services.feed,
    clock,
    log,
  });
  return { listed: NO_LISTED_PHONES, runs, start: () => undefined, stop: runs.ended };
}
