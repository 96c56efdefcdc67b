import { sentence, type Sentence } from '../../shared/words/words.ts';
import type { AdbErrorKind } from '../adb/adb-server.ts';

const LONGEST_STATE = 40;

/** What the operator reads of a phone that ADB lists: what is so, and what to do next. `state` is adb's own word. */
export function adviceFor(state: string, isPaired: boolean): Sentence {
  switch (state) {
    case 'device':
      return sentence(isPaired ? 'phone.paired' : 'phone.can_be_paired');
    case 'unauthorized':
    case 'authorizing':
      return sentence('phone.unauthorized');
    case 'offline':
    case 'connecting':
      return sentence('phone.offline');
    case 'no permissions':
      return sentence('phone.no_usb_permission');
    case 'recovery':
    case 'sideload':
    case 'rescue':
    case 'bootloader':
      return sentence('phone.special_mode', { mode: state });
    default:
      return sentence('phone.other_state', { state: state.slice(0, LONGEST_STATE) });
  }
}

/** The same for ADB itself. */
export function adviceForAdb(kind: AdbErrorKind): Sentence {
  return sentence(kind === 'no_adb' ? 'adb.missing' : 'adb.silent');
}
