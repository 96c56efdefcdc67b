import { join } from 'node:path';

/**
 * Where the screens' private socket of a data directory is unless told: beside the data, and on Windows a named pipe
 * whose name follows the directory. The gateway listens there and the command line dials it.
 */
export function consoleSocketPathOf(dataDir: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return join(dataDir, 'console.sock');
  return `\\\\.\\pipe\\relaydesk-${Buffer.from(dataDir.toLowerCase()).toString('hex').slice(-64)}`;
}
