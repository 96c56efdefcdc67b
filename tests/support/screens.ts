/** The screens in a real Chromium, as on a machine without a desktop, with a gateway process and the demo phone. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { expect, onTestFinished } from 'vitest';
import { startGateway, type GatewayProcess } from './gateway-process.ts';

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');

export interface Screens {
  readonly page: Page;
  readonly gateway: GatewayProcess;
  readonly dataDir: string;
  readonly pageErrors: readonly string[];
}

/** Starts the browser for one test file; who starts it closes it. */
export async function startBrowser(): Promise<Browser> {
  expect(existsSync(path.join(ROOT, 'out/renderer/index.html')), 'npm run build comes first').toBe(true);
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

/** The sign-in link that is valid now. */
export async function signInLink(dataDir: string): Promise<string> {
  return (await readFile(path.join(dataDir, 'sign-in-link'), 'utf8')).trim();
}

/** A gateway of its own and a signed-in page at the dashboard; both end with the test. */
export async function openScreens(browser: Browser, options: BrowserContextOptions = {}): Promise<Screens> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-screens-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(async () => {
    await gateway.stop();
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  await page.goto(await signInLink(dataDir));
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return { page, gateway, dataDir, pageErrors };
}

export async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Sends texts to the demo phone, numbered from `first`, several at a time. */
export async function sendTexts(gateway: GatewayProcess, first: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_none, index) => first + index);
  const lane = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const answer = await gateway.api('POST', '/v1/messages', {
        to: '+9779812345678',
        text: `text number ${number}`,
      });
      expect(answer.status).toBe(202);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
}
