import type { AdbSide } from './adb-side.ts';
import { waitingSteps } from '../provisioning/provision-steps.ts';

const OFF = { message: 'ADB is switched off (--no-adb).', fix: 'Start the gateway without --no-adb.' };
const RUN_ID = 'run_without_adb';

/** Stands where ADB is switched off. A run ends at its first step, which says so. */
export const NO_ADB_SIDE: AdbSide = {
  start: () => undefined,
  stop: () => Promise.resolve(),
  view: () => ({ available: false, message: OFF.message, fix: null }),
  phones: () => [],
  provision: () => RUN_ID,
  run: (runId) =>
    runId === RUN_ID
      ? {
          run_id: RUN_ID,
          serial: '',
          state: 'failed',
          steps: waitingSteps().map((step, at) => (at === 0 ? { ...step, state: 'failed', ...OFF } : step)),
        }
      : undefined,
};
