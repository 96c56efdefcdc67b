/** Who answers on the ports of this computer: the API, the link of phones, adb. */
import type { X509Certificate } from 'node:crypto';
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect as connectPlain, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import type { AdbFacts, PortUse } from './doctor-facts.ts';

const DEADLINE_MS = 2_000;
/** Of an answer that is looked at; another program may talk without end. */
const MAX_ANSWER_BYTES = 4_096;

/** What is on the port, by what `GET /v1/health` gives; `isRunning`: this data directory has a gateway. */
export async function useOfApiPort(port: number, isRunning: boolean): Promise<PortUse> {
  if (await isFree(port)) return 'free';
  const health = await readHealth(port);
  if (!/"status":"up".*"uptime_seconds":/.test(health)) return 'other';
  return isRunning ? 'ours' : 'relaydesk';
}

/** What is on the port, by the certificate that it shows; phones pin the one of their gateway. */
export async function useOfRelayPort(port: number, own: X509Certificate | null): Promise<PortUse> {
  if (await isFree(port)) return 'free';
  if (own === null) return 'other';
  return new Promise((resolve) => {
    // It is only looked at who is there, and nothing is told to it.
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
    const end = (use: PortUse): void => {
      socket.destroy();
      resolve(use);
    };
    socket.setTimeout(DEADLINE_MS, () => {
      end('other');
    });
    socket.once('error', () => {
      end('other');
    });
    socket.once('secureConnect', () => {
      end(socket.getPeerCertificate().fingerprint256 === own.fingerprint256 ? 'ours' : 'other');
    });
  });
}

/** Whether nobody listens on loopback; one who listens and never answers is somebody. */
async function isFree(port: number): Promise<boolean> {
  const { connected } = await talk(port, null);
  return !connected;
}

function readHealth(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => {
      call.destroy();
      resolve(text);
    };
    const call = request(
      { host: '127.0.0.1', port, path: '/v1/health', timeout: DEADLINE_MS },
      (response) => {
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_ANSWER_BYTES) end();
        });
        response.on('end', end).on('error', end);
      },
    );
    call.on('timeout', end).on('error', end).end();
  });
}

/** Connects, says `words` when there are some, and reads the first answer to them. */
function talk(
  port: number,
  words: string | null,
): Promise<{ readonly connected: boolean; readonly answer: string }> {
  return new Promise((resolve) => {
    let connected = false;
    const socket: Socket = connectPlain({ host: '127.0.0.1', port });
    const end = (answer: string): void => {
      socket.destroy();
      resolve({ connected, answer });
    };
    socket.setTimeout(DEADLINE_MS, () => {
      end('');
    });
    socket.once('error', () => {
      end('');
    });
    socket.once('close', () => {
      end('');
    });
    socket.once('connect', () => {
      connected = true;
      if (words === null) end('');
      else socket.write(words);
    });
    socket.once('data', (chunk: Buffer) => {
      end(chunk.toString('latin1'));
    });
  });
}

/** Asks the server for its version; unlike the adb program it starts none. */
export async function isAdbServerReachable(port: number): Promise<boolean> {
  return (await talk(port, '000chost:version')).answer.startsWith('OKAY');
}

/** The adb program as the gateway would find it, and what it says of its version. */
export async function findAdb(env: NodeJS.ProcessEnv): Promise<AdbFacts['program']> {
  const name = process.platform === 'win32' ? 'adb.exe' : 'adb';
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const path = folders.map((folder) => join(folder, name)).find(isProgram);
  if (path === undefined) return null;
  const printed = await new Promise<string>((resolve) => {
    execFile(path, ['version'], { timeout: DEADLINE_MS, encoding: 'utf8' }, (error, stdout) => {
      resolve(error === null ? stdout : '');
    });
  });
  return { path, version: /version (\d[\w.]*)/.exec(printed)?.[1] ?? '?' };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: the next folder of the PATH is looked at.
    return false;
  }
}
