import { join } from 'node:path';

/** A socket's path is this many bytes at most, or null where it is no file. */
export function longestSocketPath(platform: NodeJS.Platform = process.platform): number | null {
  if (platform === 'win32') return null;
  return platform === 'linux' ? 107 : 103;
}

/**
 * Where the screens' private socket of a data directory is unless told: beside the data, and on Windows a named pipe
 * whose name follows the directory. The gateway listens there and the command line dials it.
 */
export function consoleSocketPathOf(dataDir: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') return join(dataDir, 'console.sock');
  return `\\\\.\\pipe\\relaydesk-${Buffer.from(dataDir.toLowerCase()).toString('hex').slice(-64)}`;
}
