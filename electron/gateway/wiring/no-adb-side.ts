import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { AdbSide } from './adb-side.ts';
import { failed, stepView, waitingSteps } from '../provisioning/provision-steps.ts';

const OFF = sentence('adb.off');
const RUN_ID = 'run_without_adb';

/** Stands where ADB is switched off. A run ends at its first step, which says so. */
export const NO_ADB_SIDE: AdbSide = {
  start: () => undefined,
  stop: () => Promise.resolve(),
  view: () => ({ available: false, ...OFF, ...inEnglish(OFF) }),
  phones: () => [],
  provision: () => RUN_ID,
  run: (runId) =>
    runId === RUN_ID
      ? {
          run_id: RUN_ID,
          serial: '',
          state: 'failed',
          steps: waitingSteps().map((step, at) => stepView(at === 0 ? { ...step, ...failed(OFF) } : step)),
        }
      : undefined,
};
