/** The bundled headless gateway as an operator would run it, on the disk that they would use. */
import Database from 'better-sqlite3';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startGateway, type GatewayProcess, type GatewayProcessOptions } from '../support/gateway-process.ts';

const root = resolve(import.meta.dirname, '../..');

export interface BundledGateway extends Omit<GatewayProcess, 'stop'> {
  /** Ends it with SIGTERM and waits; `keepData` leaves the data directory to the caller. */
  stop(options?: { readonly keepData?: boolean }): Promise<void>;
}

/** A fresh data directory in the clone, so on the disk that an operator would use: /tmp may be memory. */
export async function makeDataDir(): Promise<string> {
  const folder = join(root, 'test-results');
  await mkdir(folder, { recursive: true });
  return mkdtemp(join(folder, 'bench-'));
}

/** Starts it, in a fresh data directory unless told, and waits for its ready line. */
export async function startBundled(options: Partial<GatewayProcessOptions> = {}): Promise<BundledGateway> {
  const dataDir = options.dataDir ?? (await makeDataDir());
  const gateway = await startGateway({
    adbPort: 'usual',
    ...options,
    dataDir,
    program: 'scripts/relaydesk.mjs',
  });
  return {
    ...gateway,
    stop: async ({ keepData = false } = {}) => {
      await gateway.stop();
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * A gateway that accepts more than the 50,000 waiting texts of a fresh one: the operator's setting, written while it is
 * stopped. Full load reaches that number within seconds.
 */
export async function startWithDeepBacklog(): Promise<BundledGateway> {
  const dataDir = await makeDataDir();
  const first = await startBundled({ dataDir });
  await first.stop({ keepData: true });
  const database = new Database(join(dataDir, 'relaydesk.db'));
  database
    .prepare(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run('backlog_limit', '100000000');
  database.close();
  const gateway = await startBundled({ dataDir });
  return { ...gateway, ready: { ...first.ready, ...gateway.ready } };
}
