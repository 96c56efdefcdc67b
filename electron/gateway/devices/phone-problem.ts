/** What the operator reads of a phone that ADB lists: one sentence, and what to do next. */
export interface PhoneAdvice {
  readonly message: string;
  readonly fix: string | null;
}

/** `state` is adb's own word. */
export function adviceFor(state: string, isPaired: boolean): PhoneAdvice {
  switch (state) {
    case 'device':
      return isPaired
        ? { message: 'This phone is paired.', fix: null }
        : { message: 'This phone can be paired.', fix: 'Click Pair.' };
    case 'unauthorized':
    case 'authorizing':
      return {
        message: 'The phone has not allowed this computer yet.',
        fix: 'Unlock the phone, tick “Always allow” and tap Allow.',
      };
    case 'offline':
    case 'connecting':
      return { message: 'The phone does not answer.', fix: 'Unplug the cable and plug it in again.' };
    case 'no permissions':
      return {
        message: 'This computer may not use the USB port of the phone.',
        fix: 'Install the udev rules for Android (package android-sdk-platform-tools-common), then replug.',
      };
    case 'recovery':
    case 'sideload':
    case 'rescue':
    case 'bootloader':
      return { message: `The phone is in ${state} mode.`, fix: 'Restart the phone.' };
    default:
      return { message: `ADB says: ${state.slice(0, 40)}.`, fix: 'Unplug the cable and plug it in again.' };
  }
}

/** The same for ADB itself. */
export function adviceForAdb(kind: string): PhoneAdvice {
  if (kind === 'no_adb') {
    return {
      message: 'There is no adb on this computer, so phones on a cable are not seen.',
      fix: 'Install Android platform-tools (on Debian: apt-get install adb); it is found by itself.',
    };
  }
  return { message: 'The adb server does not answer; it is being started again.', fix: null };
}
