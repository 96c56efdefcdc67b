/** A gateway in a process of its own, as a user starts it: `relaydesk serve --json`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FaultOrder } from './fault-orders.ts';

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');
const FAULTY = 'tests/support/faulty-gateway.ts';
const READY_DEADLINE_MS = 20_000;

interface ReadyLine {
  readonly url: string;
  readonly console_url: string;
  readonly relay_port: number;
  readonly token?: string;
  readonly test_token?: string;
  readonly live_token?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface GatewayProcess {
  readonly ready: ReadyLine;
  readonly dataDir: string;
  readonly pid: number;
  /** From the start of the process to its ready line. */
  readonly readyAfterMs: number;
  /** Calls the API with the token given, `ready.token` unless told; null sends none. */
  api(method: string, path: string, body?: unknown, options?: CallOptions): Promise<ApiAnswer>;
  /** Calls the console over the private socket. */
  console(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Tells `faulty-gateway.ts` what to do; nothing happens once it has ended. */
  order(order: FaultOrder): void;
  /** Whether the process is gone, by whatever cause. */
  hasEnded(): boolean;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resident memory now, and the most it ever was. */
  memory(): Promise<{ readonly nowMb: number; readonly peakMb: number }>;
  /** What it wrote to standard error. */
  errors(): string;
}

interface CallOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GatewayProcessOptions {
  readonly dataDir: string;
  /** What is run, from the root of the clone: the sources unless told. */
  readonly program?: 'electron/gateway/serve.ts' | 'scripts/relaydesk.mjs' | typeof FAULTY;
  readonly port?: number;
  readonly relayPort?: number;
  /** Null, or nothing, leaves ADB alone; `usual` is what the program takes by itself. */
  readonly adbPort?: number | 'usual' | null;
  readonly demoPhone?: boolean;
  readonly token?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function gatewayArguments(options: GatewayProcessOptions): string[] {
  return [
    path.join(ROOT, options.program ?? 'electron/gateway/serve.ts'),
    'serve',
    '--json',
    ...['--data-dir', options.dataDir],
    ...['--port', String(options.port ?? 0)],
    ...['--relay-port', String(options.relayPort ?? 0)],
    ...adbArguments(options.adbPort ?? null),
    ...(options.demoPhone === true ? ['--demo-phone'] : []),
  ];
}

function adbArguments(adbPort: number | 'usual' | null): readonly string[] {
  if (adbPort === 'usual') return [];
  return adbPort === null ? ['--no-adb'] : ['--adb-port', String(adbPort)];
}

export async function startGateway(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, gatewayArguments(options), {
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe', options.program === FAULTY ? 'ipc' : 'ignore'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const ready = await readReadyLine(child, () => errors);
  const readyAfterMs = performance.now() - startedAt;
  const ownToken = ready.token ?? options.token;
  return {
    ready,
    dataDir: options.dataDir,
    pid: child.pid ?? 0,
    readyAfterMs,
    api: async (method, route, body, call = {}) => {
      const token = call.token === undefined ? ownToken : call.token;
      const response = await fetch(`${ready.url}${route}`, {
        method,
        headers: {
          ...(token === undefined || token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: asRecord(JSON.parse(await response.text())),
      };
    },
    console: (method, route, body) =>
      callSocket(path.join(options.dataDir, 'console.sock'), method, route, body),
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    order: (order) => {
      if (child.connected) child.send(order, () => undefined);
    },
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => end(child, 'SIGTERM'),
    memory: () => readMemory(child.pid ?? 0),
    errors: () => errors,
  };
}

async function readMemory(pid: number): Promise<{ nowMb: number; peakMb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024;
  return { nowMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  await once(child, 'exit');
  return child.exitCode;
}

function readReadyLine(child: ChildProcess, errors: () => string): Promise<ReadyLine> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the gateway was not ready in ${READY_DEADLINE_MS} ms: ${errors()}`));
    }, READY_DEADLINE_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the gateway ended with ${String(code)}: ${errors()}`));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(parseReady(line));
    });
  });
}

function parseReady(line: string): ReadyLine {
  const read = asRecord(JSON.parse(line));
  const text = (name: string): string => {
    const value = read[name];
    if (typeof value !== 'string') throw new Error(`the ready line lacks ${name}: ${line}`);
    return value;
  };
  const optional = (name: string): Record<string, string> =>
    typeof read[name] === 'string' ? { [name]: read[name] } : {};
  return {
    url: text('url'),
    console_url: text('console_url'),
    relay_port: Number(read['relay_port']),
    ...optional('token'),
    ...optional('test_token'),
    ...optional('live_token'),
  };
}

export function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}

function callSocket(
  socketPath: string,
  method: string,
  route: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath,
        method,
        path: route,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          resolve(asRecord(JSON.parse(text)));
        });
      },
    );
    call.on('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
