import type { DeviceState } from '../../../electron/shared/states.ts';

/** How a state looks; the words say it too. */
export function deviceTone(state: DeviceState): string {
  switch (state) {
    case 'ready':
      return 'rd-good';
    case 'linking':
    case 'provisioning':
    case 'available':
      return 'rd-busy';
    case 'limited':
    case 'lost':
    case 'offline':
      return 'rd-bad';
    case 'unauthorized':
      return 'rd-warn';
    case 'seen':
    case 'unknown':
      return 'rd-idle';
  }
}
