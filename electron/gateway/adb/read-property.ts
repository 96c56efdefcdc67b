import type { AdbServer } from './adb-server.ts';
import { runShell } from './shell.ts';

/** A system property of the phone; empty when it has none. */
export async function readProperty(server: AdbServer, serial: string, name: string): Promise<string> {
  return (await runShell(server, serial, ['getprop', name])).trim();
}
