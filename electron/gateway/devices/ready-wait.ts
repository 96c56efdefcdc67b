import type { Mode } from '../../shared/states.ts';
import type { DeviceDirectory } from './device-registry.ts';

/** Resolves when a phone of the mode is ready, or when the time is up. */
export function untilReady(
  devices: Pick<DeviceDirectory, 'list' | 'onChange'>,
  mode: Mode,
  withinMs: number,
): Promise<void> {
  const isReady = (): boolean => devices.list(mode).some((device) => device.state === 'ready');
  return new Promise((resolve) => {
    if (isReady()) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
    const timer = setTimeout(end, withinMs);
    const stopListening = devices.onChange(() => {
      if (isReady()) end();
    });
  });
}
