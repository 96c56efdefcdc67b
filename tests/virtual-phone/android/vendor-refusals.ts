/** What some phones answer to every install over adb, for `installRefusal` of a virtual phone. */

/** Xiaomi, until "Install via USB" is on in the developer options or when the person taps Cancel (MIUI 8 and later). */
export const XIAOMI_INSTALL_VIA_USB_OFF = 'INSTALL_FAILED_USER_RESTRICTED: Install canceled by user';

/** Google Play Protect, which looks at apps from adb too. */
export const PLAY_PROTECT = 'INSTALL_FAILED_VERIFICATION_FAILURE: Install not allowed';
