/** The screens in a browser, as on a machine without a desktop: real gateway, demo phone, real Chromium. */
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startGateway, type GatewayProcess } from '../support/gateway-process.ts';

const ROOT = path.resolve(fileURLToPath(import.meta.url), '../../..');
const SCREENSHOT = path.join(ROOT, 'resources/screenshots/message.png');

let browser: Browser;
beforeAll(async () => {
  expect(existsSync(path.join(ROOT, 'out/renderer/index.html')), 'npm run build comes first').toBe(true);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
});
afterAll(() => browser.close());

interface Screens {
  readonly page: Page;
  readonly gateway: GatewayProcess;
  readonly pageErrors: readonly string[];
}

async function setup(): Promise<Screens> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-screens-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(async () => {
    await gateway.stop();
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const pageErrors: string[] = [];
  page.on('pageerror', (error) => pageErrors.push(error.message));
  await page.goto((await readFile(path.join(dataDir, 'sign-in-link'), 'utf8')).trim());
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  return { page, gateway, pageErrors };
}

async function openScreen(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

describe('the screens in a browser', () => {
  it('sign in by the link, compose a text to the demo phone and show it become delivered', async () => {
    const { page, pageErrors } = await setup();
    expect(page.url()).not.toContain('secret');
    await openScreen(page, 'Messages');
    await page.getByRole('button', { name: 'New message' }).click();
    await page.getByLabel('To', { exact: true }).fill('+9779812345678');
    await page.getByLabel('Text', { exact: true }).fill('Table 4 is ready');
    await page.getByText('1 part · GSM-7 · 144 left').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const drawer = page.getByRole('dialog').filter({ hasText: 'Table 4 is ready' });
    await drawer.getByText('Delivered').first().waitFor();
    await drawer.getByText('Attempt 1 · Demo phone · SIM 1').waitFor();
    if (process.env['RELAYDESK_SCREENSHOT'] === '1') {
      mkdirSync(path.dirname(SCREENSHOT), { recursive: true });
      await drawer.getByRole('heading', { name: 'Timeline' }).hover();
      await page.screenshot({ path: SCREENSHOT });
    }
    await page.keyboard.press('Escape');
    await page.getByRole('list', { name: 'List of messages' }).getByText('Table 4 is ready').waitFor();
    expect(pageErrors).toEqual([]);
  });

  it('show what a program sent, live, and find it by searching', async () => {
    const { page, gateway } = await setup();
    await openScreen(page, 'Messages');
    await page.getByText('No messages yet.').waitFor();
    for (const text of ['first of two', 'second of two']) {
      await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text });
    }
    await page.getByText('second of two').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('first');
    await page.getByText('second of two').waitFor({ state: 'detached' });
    expect(await page.getByText('first of two').count()).toBe(1);
  });

  it('pause the queue and resume it, and a text waits with its reason meanwhile', async () => {
    const { page, gateway } = await setup();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    const { body } = await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'held' });
    const held = await gateway.api('GET', `/v1/messages/${String(body['request_id'])}`);
    expect(held.body).toMatchObject({ status: 'queued', waiting: { reason: 'paused' } });
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('heading', { name: 'Running' }).waitFor();
  });

  it('say so when the gateway is gone', async () => {
    const { page, gateway } = await setup();
    await gateway.kill();
    await page.getByRole('alert').getByText('The connection to the gateway is lost').waitFor();
  });

  it.each(['light', 'dark'] as const)('have nothing that axe objects to, %s', async (colorScheme) => {
    const { page, gateway } = await setup();
    await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'for axe', wait_seconds: 5 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const name of ['Dashboard', 'Devices', 'Messages', 'Inbox']) {
      await openScreen(page, name);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ''}`),
        name,
      ).toEqual([]);
    }
  });

  it('speak Nepali, in the sentences that the gateway writes and in their numbers too', async () => {
    const { page, gateway } = await setup();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: 'नेपाली' }).click();
    await page.getByRole('heading', { name: 'ड्यासबोर्ड' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ne');

    await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'पहिलो', wait_seconds: 5 });
    await gateway.console('POST', '/console/queue/pause');
    await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'रोकिएको' });
    await page.getByRole('link', { name: 'सन्देशहरू' }).click();
    await page.getByText('रोकिएको', { exact: true }).click();
    await page.getByRole('dialog').getByText('तयार भएपछि लाइन चलाउनुहोस्।').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('पहिलो', { exact: true }).click();
    await page.getByRole('dialog').getByText('प्रयास १ · Demo phone · SIM १').waitFor();
    expect(await page.getByRole('dialog').innerText()).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'फोनहरू' }).click();
    await page.getByText('ADB बन्द छ (--no-adb)।').waitFor();
    await page.getByText('SIM १ ·').first().waitFor();
  });
});
