import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a gateway keeps its data unless told: the place that each system gives to programs of one user. */
export function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'RelayDesk');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'RelayDesk');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'relaydesk');
}
