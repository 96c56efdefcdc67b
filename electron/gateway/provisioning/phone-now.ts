import { sentence } from '../../shared/words/words.ts';
import type { DeviceDirectory } from '../devices/device-registry.ts';
import type { ProvisioningDeps } from './provisioning-deps.ts';

/** How a phone that a run set up is doing, by its hardware serial; null until it is paired. */
export function createPhoneNow(
  devices: Pick<DeviceDirectory, 'byHardwareSerial'>,
): ProvisioningDeps['phoneNow'] {
  return (hardwareSerial) => {
    const device = devices.byHardwareSerial(hardwareSerial);
    if (device === undefined) return null;
    const problem = device.problems[0];
    return {
      isPaired: true,
      pairedAt: device.row.paired_at,
      state: device.state,
      problem: problem === undefined ? null : sentence(`problem.${problem}`),
    };
  };
}
