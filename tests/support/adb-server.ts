/**
 * A stock adb server for one test: own port, own HOME (hence own key), no scan for emulators. It runs in the
 * foreground as our child, so that it can be killed by its id like any crashed server.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { waitFor } from './wait-for.ts';

export interface AdbAnswer {
  /** Exit code of the adb client; null when it was killed by the deadline. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestAdbServer {
  readonly port: number;
  readonly home: string;
  /** Environment for any child that shall talk to this server (HOME and ANDROID_ADB_SERVER_PORT included). */
  readonly env: NodeJS.ProcessEnv;
  /** Runs the stock adb client against this server; kills it after 30 s. */
  adb(...args: readonly string[]): Promise<AdbAnswer>;
  /** The state column of `adb devices` for a serial, or undefined when it is not listed. */
  stateOf(serial: string): Promise<string | undefined>;
  /** Ends the server as a crash would (SIGKILL); connections and forwards are forgotten. A client may start another at once. */
  crash(): Promise<void>;
  /** The same, and waits until nobody serves. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same key, unless somebody else already did. */
  start(): Promise<void>;
  /** What the server has logged so far. */
  log(): Promise<string>;
  /** Ends the server, whoever started it on this port, and removes its HOME. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts a stock adb server of its own on a free port. `adb` must be installed (Debian: package adb). */
export async function startAdbServer(bin = 'adb'): Promise<TestAdbServer> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-adb-'));
  const port = await freePort();
  const logPath = path.join(home, 'server.log');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    ANDROID_ADB_SERVER_PORT: String(port),
    ADB_LOCAL_TRANSPORT_MAX_PORT: '5554',
    ADB_MDNS_AUTO_CONNECT: '0',
  };
  let child: ChildProcess | undefined;

  const adb = (...args: readonly string[]): Promise<AdbAnswer> =>
    new Promise((resolve) => {
      const run = execFile(
        bin,
        ['-P', String(port), ...args],
        { env, timeout: 30_000, maxBuffer: 64 * 1024 * 1024 },
        (_, stdout, stderr) => resolve({ code: run.exitCode, stdout, stderr }),
      );
    });

  const start = async (): Promise<void> => {
    if (await isListening(port)) return;
    const started = spawn(bin, ['-P', String(port), 'server', 'nodaemon'], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logPath, { flags: 'a' });
    started.stdout.pipe(log, { end: false });
    started.stderr.pipe(log, { end: false });
    started.once('close', () => log.end());
    await once(started, 'spawn');
    child = started;
    await waitFor(`an adb server on port ${port}`, () => isListening(port));
  };

  const crash = async (): Promise<void> => {
    const own = child;
    child = undefined;
    if (own !== undefined && own.exitCode === null && own.signalCode === null) {
      const ended = once(own, 'exit');
      own.kill('SIGKILL');
      await ended;
    }
    // A client may have started another one meanwhile, as a daemon that is not our child.
    if (await isListening(port)) await adb('kill-server');
  };

  const kill = async (): Promise<void> => {
    await crash();
    await waitFor(`the adb server on port ${port} to end`, async () => !(await isListening(port)));
  };

  await start();
  return {
    port,
    home,
    env,
    adb,
    start,
    crash,
    kill,
    log: () => readFile(logPath, 'utf8'),
    async stateOf(serial) {
      const { stdout } = await adb('devices');
      for (const line of stdout.split('\n')) {
        const [listed, state] = line.split('\t');
        if (listed === serial) return state;
      }
      return undefined;
    },
    async stop() {
      await kill();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A TCP port of 127.0.0.1 that was free a moment ago (never one that adb scans for emulators). */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Whether something accepts connections on this port of 127.0.0.1. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
