import type { AdbServer } from './adb-server.ts';
import { printable } from './printable.ts';
import { runShell } from './shell.ts';

/**
 * Grants a permission, named without `android.permission.`. Answers what the phone said: nothing when it obeyed.
 * Some makers refuse in silence, so only reading back tells.
 */
export async function grantPermission(
  server: AdbServer,
  serial: string,
  packageName: string,
  permission: string,
): Promise<string> {
  const command = ['pm', 'grant', packageName, `android.permission.${permission}`];
  return printable(await runShell(server, serial, command));
}
