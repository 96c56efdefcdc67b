import type { AdbServer } from './adb-server.ts';
import { readProperty } from './read-property.ts';
import { runShell } from './shell.ts';

/** What makers of cheap phones leave in place of a serial; many phones share these. */
const PLACEHOLDERS = /^(unknown|0123456789abcdef|1234567890(abcdef)?|123456789abcdef|(.)\3*)$/i;

/** Whether a `ro.serialno` tells one phone from another. */
export function isOwnSerial(serial: string): boolean {
  return /^[\x21-\x7e]{4,64}$/.test(serial) && !PLACEHOLDERS.test(serial);
}

/**
 * The serial that the phone itself has, the same on every cable and over Wi-Fi: `ro.serialno`, or, where the maker
 * left a placeholder, Android's id (the shell's own, which lives until a factory reset), or adb's name for the phone.
 */
export async function readHardwareSerial(server: AdbServer, serial: string): Promise<string> {
  const own = await readProperty(server, serial, 'ro.serialno');
  if (isOwnSerial(own)) return own;
  const androidId = (await runShell(server, serial, ['settings', 'get', 'secure', 'android_id'])).trim();
  return /^[0-9a-f]{8,16}$/i.test(androidId) ? `android-id-${androidId.toLowerCase()}` : serial;
}
