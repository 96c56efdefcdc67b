import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** sun_path holds 104 bytes on macOS, 108 on Linux, the closing zero included. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Where the console of our child listens: `console.sock` in the data directory, or, where that path is too long for a
 * socket, in a fresh private directory. On Windows a named pipe with an unguessable name, so that nobody can be there
 * before our child and receive the launch token.
 */
export function chooseConsoleSocketPath(dataDir: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `\\\\.\\pipe\\relaydesk-${randomBytes(16).toString('hex')}`;
  const usual = path.join(dataDir, 'console.sock');
  if (Buffer.byteLength(usual) <= LONGEST_SOCKET_PATH) return usual;
  return path.join(mkdtempSync(path.join(os.tmpdir(), 'relaydesk-')), 'console.sock');
}
