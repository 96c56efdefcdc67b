import type { DeviceState } from '../../../electron/shared/states.ts';
import type { Tone } from '../../components/ToneMark.tsx';

/** How a state looks; the words say it too. */
export function deviceTone(state: DeviceState): Tone {
  switch (state) {
    case 'ready':
      return 'good';
    case 'linking':
    case 'provisioning':
    case 'available':
      return 'busy';
    case 'limited':
    case 'lost':
    case 'offline':
      return 'bad';
    case 'unauthorized':
      return 'warn';
    case 'seen':
    case 'unknown':
      return 'idle';
  }
}
