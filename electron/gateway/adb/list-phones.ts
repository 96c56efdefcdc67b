import type { AdbServer } from './adb-server.ts';
import { parseDevices, type ListedPhone } from './parse-devices.ts';

/** The phones that adb lists now, in whatever state. */
export async function listPhones(server: AdbServer): Promise<readonly ListedPhone[]> {
  return parseDevices(await server.ask('host:devices-l'));
}
