import type { Mode } from '../../shared/states.ts';
import { after } from '../foundation/timers.ts';
import type { DeviceDirectory } from './device-registry.ts';

/** Resolves when a phone of the mode is ready, or when the time is up. */
export function untilReady(
  devices: Pick<DeviceDirectory, 'list' | 'onChange'>,
  mode: Mode,
  withinMs: number,
): Promise<void> {
  const isReady = (): boolean => devices.list(mode).some((device) => device.state === 'ready');
  return new Promise((resolve, reject) => {
    if (isReady()) {
      resolve();
      return;
    }
    const end = (): void => {
      timer.stop();
      stopListening();
      resolve();
    };
    const timer = after(withinMs, end, reject);
    const stopListening = devices.onChange(() => {
      if (isReady()) end();
    });
  });
}
