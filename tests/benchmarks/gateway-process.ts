/** The bundled headless gateway as a process, as an operator would run it. */
import Database from 'better-sqlite3';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');
const READY_DEADLINE_MS = 30_000;

/** The one JSON line of `relaydesk serve --json`. */
export interface ReadyLine {
  readonly url: string;
  readonly console_url: string;
  readonly relay_port: number;
  /** Only with a fresh data directory. */
  readonly token?: string;
  readonly test_token?: string;
}

export interface GatewayProcess {
  readonly ready: ReadyLine;
  readonly dataDir: string;
  /** From the start of the process to its ready line. */
  readonly readyAfterMs: number;
  /** Resident memory now, and the most it ever was. */
  memory(): Promise<{ readonly nowMb: number; readonly peakMb: number }>;
  /** Ends it with SIGTERM and waits; `keepData` leaves the data directory to the caller. */
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
}

/** A fresh data directory in the clone, so on the disk that an operator would use: /tmp may be memory. */
export async function makeDataDir(): Promise<string> {
  const folder = join(root, 'test-results');
  await mkdir(folder, { recursive: true });
  return mkdtemp(join(folder, 'bench-'));
}

/** Starts it and waits for its ready line; its log goes to serve.log in the data directory. */
export async function startGateway(
  options: {
    readonly dataDir?: string;
    readonly args?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<GatewayProcess> {
  const dataDir = options.dataDir ?? (await makeDataDir());
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'scripts/relaydesk.mjs'),
      ...['serve', '--data-dir', dataDir, '--port', '0', '--relay-port', '0', '--json'],
      ...(options.args ?? []),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  const logPath = `${dataDir}.log`;
  child.stderr.pipe(createWriteStream(logPath));
  const ready = await readReadyLine(child, logPath);
  const readyAfterMs = performance.now() - startedAt;
  return {
    ready,
    dataDir,
    readyAfterMs,
    memory: () => readMemory(child.pid),
    stop: async ({ keepData = false } = {}) => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(logPath, { force: true });
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A gateway that accepts more than the 50,000 waiting texts of a fresh one: the operator's setting, written while it is
 * stopped. Full load reaches that number within seconds.
 */
export async function startWithDeepBacklog(): Promise<GatewayProcess> {
  const dataDir = await makeDataDir();
  const first = await startGateway({ dataDir });
  await first.stop({ keepData: true });
  const database = new Database(join(dataDir, 'relaydesk.db'));
  database
    .prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run('backlog_limit', '100000000');
  database.close();
  const gateway = await startGateway({ dataDir });
  return { ...gateway, ready: { ...first.ready, ...gateway.ready } };
}

async function readReadyLine(child: ChildProcess, logPath: string): Promise<ReadyLine> {
  if (child.stdout === null) throw new Error('The gateway has no standard output to read.');
  const deadline = AbortSignal.timeout(READY_DEADLINE_MS);
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line', { signal: deadline }),
    once(child, 'exit', { signal: deadline }).then(() => ['']),
  ])) as [string];
  if (line === '')
    throw new Error(`The gateway ended before it was ready:\n${await readFile(logPath, 'utf8')}`);
  return JSON.parse(line) as ReadyLine;
}

async function readMemory(pid: number | undefined): Promise<{ nowMb: number; peakMb: number }> {
  const status = await readFile(`/proc/${pid ?? 'self'}/status`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN) / 1024;
  return { nowMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}
