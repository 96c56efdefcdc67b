/** A gateway in a process of its own, as a user starts it: `relaydesk serve --json`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');
const READY_DEADLINE_MS = 20_000;

export interface ReadyLine {
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
  /** Calls the API with the token given, `ready.token` unless told; null sends none. */
  api(method: string, path: string, body?: unknown, options?: CallOptions): Promise<ApiAnswer>;
  /** Calls the console over the private socket. */
  console(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** What it wrote to standard error. */
  errors(): string;
}

export interface CallOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GatewayProcessOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly relayPort?: number;
  /** Null leaves ADB alone. */
  readonly adbPort?: number | null;
  readonly demoPhone?: boolean;
  readonly token?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function gatewayArguments(options: GatewayProcessOptions): string[] {
  const adb =
    options.adbPort === undefined || options.adbPort === null
      ? ['--no-adb']
      : ['--adb-port', String(options.adbPort)];
  return [
    path.join(ROOT, 'electron/gateway/serve.ts'),
    'serve',
    '--json',
    ...['--data-dir', options.dataDir],
    ...['--port', String(options.port ?? 0)],
    ...['--relay-port', String(options.relayPort ?? 0)],
    ...adb,
    ...(options.demoPhone === true ? ['--demo-phone'] : []),
  ];
}

export async function startGateway(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const child = spawn(process.execPath, gatewayArguments(options), {
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const ready = await readReadyLine(child, () => errors);
  const ownToken = ready.token ?? options.token;
  return {
    ready,
    dataDir: options.dataDir,
    pid: child.pid ?? 0,
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
    stop: () => end(child, 'SIGTERM'),
    errors: () => errors,
  };
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
