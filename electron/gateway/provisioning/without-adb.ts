import { sentence } from '../../shared/words/words.ts';
import type { ProvisionOutcome } from './provisioning.ts';
import { failed, waitingSteps, type ProvisionStep } from './provision-steps.ts';

/** A run where ADB is switched off: it ends at its first step, which says so. */
export function provisionWithoutAdb(
  tell: (steps: readonly ProvisionStep[]) => void,
): Promise<ProvisionOutcome> {
  tell(waitingSteps().map((step, at) => (at === 0 ? { ...step, ...failed(sentence('adb.off')) } : step)));
  return Promise.resolve({ state: 'failed' });
}
