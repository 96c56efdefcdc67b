import type { AdbServer } from './adb-server.ts';
import { runShell } from './shell.ts';

const PACKAGE = 'app.relaydesk.relay';

/** Starts the relay's foreground service, as after a kill by the phone's maker. */
export async function startRelayService(server: AdbServer, serial: string): Promise<void> {
  await runShell(server, serial, ['am', 'start-foreground-service', '-n', `${PACKAGE}/.LinkService`]);
}

/** Stops the relay app and everything of it; what its ledger holds stays. */
export async function stopRelayApp(server: AdbServer, serial: string): Promise<void> {
  await runShell(server, serial, ['am', 'force-stop', PACKAGE]);
}
