/** The permissions that Android knows, as far as a relay could want them. */

const PREFIX = 'android.permission.';

/** Asked of a person, or granted by the shell: name without prefix → API level that brought it. */
const RUNTIME: Readonly<Record<string, number>> = {
  SEND_SMS: 23,
  RECEIVE_SMS: 23,
  READ_SMS: 23,
  RECEIVE_MMS: 23,
  READ_PHONE_STATE: 23,
  READ_PHONE_NUMBERS: 26,
  CALL_PHONE: 23,
  READ_CONTACTS: 23,
  CAMERA: 23,
  POST_NOTIFICATIONS: 33,
};

/** Had by whoever asks for them in the manifest. */
const AT_INSTALL: Readonly<Record<string, number>> = {
  INTERNET: 1,
  ACCESS_NETWORK_STATE: 1,
  WAKE_LOCK: 1,
  RECEIVE_BOOT_COMPLETED: 1,
  REQUEST_IGNORE_BATTERY_OPTIMIZATIONS: 23,
  FOREGROUND_SERVICE: 28,
  SCHEDULE_EXACT_ALARM: 31,
  FOREGROUND_SERVICE_REMOTE_MESSAGING: 34,
};

type PermissionKind = 'runtime' | 'install' | 'unknown';

/** What kind of permission this full name is on an Android of this API level. */
export function permissionKind(name: string, android: number): PermissionKind {
  const plain = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
  const isThere = (since: number | undefined): boolean => since !== undefined && since <= android;
  if (isThere(RUNTIME[plain])) return 'runtime';
  return isThere(AT_INSTALL[plain]) ? 'install' : 'unknown';
}
