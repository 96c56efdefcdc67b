/** The built desktop app with a data directory of its own, for window tests. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { startAdbServer, type TestAdbServer } from './adb-server.ts';
import { startDisplay } from './display.ts';
import { electronBinary } from './electron-binary.ts';
import type {} from '../../electron/shared/ipc-contract.ts';
import { waitFor } from './wait-for.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly window: Page;
  readonly dataDir: string;
  /** What the page wrote to its console as errors, and uncaught errors. */
  readonly pageErrors: readonly string[];
  /** Base URL of the running gateway's API, as the desktop says it. */
  gatewayUrl(): Promise<string>;
  gatewayPid(): Promise<number>;
  /** Every process of the app, with what it is. */
  processes(): Promise<{ readonly pid: number; readonly name: string }[]>;
  /** Quits as a person would; safe twice. Leaves the data directory. */
  quit(): Promise<void>;
  /** Quits and removes the data directory. */
  dispose(): Promise<void>;
}

/** Where the app runs: a screen, and an adb server of its own, so that real phones are left alone. */
export interface DesktopPlace {
  readonly display: string;
  readonly adb: TestAdbServer;
  /** Ends both. */
  close(): Promise<void>;
}

export async function openDesktopPlace(): Promise<DesktopPlace> {
  const display = await startDisplay();
  const adb = await startAdbServer();
  return {
    display: display.name,
    adb,
    async close() {
      await adb.stop();
      await display.stop();
    },
  };
}

export interface DesktopStart {
  /** A fresh one unless told. */
  readonly dataDir?: string;
  readonly args?: readonly string[];
}

/** Command line of the app for tests. Root has no user namespaces for Chromium's sandbox, so only root goes without. */
export function desktopArgs(dataDir: string, more: readonly string[] = []): string[] {
  const isRoot = process.getuid?.() === 0;
  const ports = ['--port', '0', '--relay-port', '0'];
  return [...(isRoot ? ['--no-sandbox'] : []), projectRoot, '--data-dir', dataDir, ...ports, ...more];
}

/** Environment of the app: what a desktop session gives, and nothing of the test's own. */
export function desktopEnv({ display, adb }: DesktopPlace): Record<string, string> {
  const env: Record<string, string> = {
    DISPLAY: display,
    HOME: adb.home,
    ANDROID_ADB_SERVER_PORT: String(adb.port),
    ADB_LOCAL_TRANSPORT_MAX_PORT: '5554',
    ADB_MDNS_AUTO_CONNECT: '0',
  };
  for (const name of ['PATH', 'LANG', 'TMPDIR', 'XDG_RUNTIME_DIR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Starts the app of `out/` and waits for its window. */
export async function startDesktopApp(place: DesktopPlace, start: DesktopStart = {}): Promise<DesktopApp> {
  if (!existsSync(path.join(projectRoot, 'out', 'main', 'index.js'))) {
    throw new Error('The app is not built. Run `npm run build` first.');
  }
  const dataDir = start.dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'relaydesk-desktop-')));
  const electron = await _electron.launch({
    executablePath: await electronBinary(),
    args: desktopArgs(dataDir, start.args),
    env: desktopEnv(place),
  });
  const window = await electron.firstWindow();
  const pageErrors: string[] = [];
  window.on('pageerror', (error) => pageErrors.push(error.message));
  window.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text());
  });
  return describeApp(electron, window, dataDir, pageErrors);
}

function describeApp(
  electron: ElectronApplication,
  page: Page,
  dataDir: string,
  pageErrors: readonly string[],
): DesktopApp {
  const processes = () =>
    electron.evaluate(({ app }) =>
      app.getAppMetrics().map(({ pid, type, name }) => ({ pid, name: name ?? type })),
    );
  let hasQuit = false;
  const quit = async (): Promise<void> => {
    if (hasQuit) return;
    hasQuit = true;
    await electron.close();
  };
  return {
    electron,
    window: page,
    dataDir,
    pageErrors,
    processes,
    gatewayUrl: () =>
      waitFor('the gateway to run', async () => {
        const condition = await page.evaluate(() => window.relaydesk?.gatewayCondition());
        return condition?.state === 'running' ? condition.url : undefined;
      }),
    gatewayPid: () =>
      waitFor('a gateway process', async () => {
        const gateway = (await processes()).find(({ name }) => name === 'RelayDesk gateway');
        return gateway?.pid;
      }),
    quit,
    async dispose() {
      await quit();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
