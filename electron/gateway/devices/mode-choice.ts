import type { Mode } from '../../shared/states.ts';
import type { DeviceService } from './device-service.ts';

/** Which mode is meant by somebody who holds no token: the operator, and whoever asks `/v1/ready` without one. */
export interface ModeChoice {
  /** When nothing is named: live, unless the demo phone is all there is. */
  unnamed(): Mode;
  /** The mode of the phone that is named by its id or name; live where there is no such phone, so that it is refused. */
  of(device: string | undefined): Mode;
}

export function createModeChoice(
  devices: Pick<DeviceService, 'list' | 'byIdOrName'>,
  hasDemoPhone: boolean,
): ModeChoice {
  const unnamed = (): Mode => (hasDemoPhone && devices.list('live').length === 0 ? 'test' : 'live');
  return {
    unnamed,
    of: (device) => (device === undefined ? unnamed() : (devices.byIdOrName(device)?.row.mode ?? 'live')),
  };
}
