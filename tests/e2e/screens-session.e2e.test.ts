/** Signing in again, and what each person sets: theme, keys, the command palette. */
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { openScreen, openScreens, signInLink, startBrowser } from '../support/screens.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const themeOf = (page: Page) =>
  page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'));

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name }).click();
}

describe('a sign-in that is over', () => {
  it('leads to the sign-in screen, and the newest link opened in the same tab leads back', async () => {
    const { page, gateway, dataDir, pageErrors } = await openScreens(browser);
    await gateway.kill();
    await page.getByRole('alert').getByText('The connection to the gateway is lost').waitFor();
    const port = Number(new URL(gateway.ready.url).port);
    const again = await startGateway({ dataDir, demoPhone: true, port });
    onTestFinished(async () => {
      await again.stop();
    });
    await page.getByRole('heading', { name: 'Sign in again' }).waitFor();
    await page.getByText(path.join(dataDir, 'sign-in-link')).waitFor();
    await page.getByLabel('Or paste the link here').fill('http://127.0.0.1/elsewhere');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('This is not a sign-in link.').waitFor();

    await page.goto(await signInLink(dataDir));
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    expect(page.url()).not.toContain('secret');
    await again.console('POST', '/console/queue/pause');
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    expect(pageErrors).toEqual([]);
  });

  it('takes the pasted link, and refuses one that was used', async () => {
    const { page, dataDir } = await openScreens(browser);
    const link = await signInLink(dataDir);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
    await page.getByLabel('Or paste the link here').fill(`${link.slice(0, -4)}AAAA`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('This link was used or is too old.').waitFor();
    await page.getByLabel('Or paste the link here').fill(link);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  });
});

describe('the theme', () => {
  it('is light, dark or as the system has it, and is remembered', async () => {
    const { page, dataDir } = await openScreens(browser, { colorScheme: 'dark' });
    expect(await themeOf(page)).toBe('dark');
    await chooseTheme(page, 'Light');
    expect(await themeOf(page)).toBe('light');
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await themeOf(page)).toBe('light');
    await page.goto(await signInLink(dataDir));
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
    await chooseTheme(page, 'As the system');
    expect(await themeOf(page)).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => themeOf(page)).toBe('light');
  });
});

describe('the keyboard', () => {
  it('reaches the search of the messages by / from every screen', async () => {
    const { page } = await openScreens(browser);
    for (const name of ['Dashboard', 'Devices', 'Messages']) {
      await openScreen(page, name);
      await page.keyboard.press('/');
      const search = page.getByRole('searchbox', { name: 'Search number, text or reference' });
      await search.waitFor();
      await expect.poll(() => search.evaluate((field) => field === document.activeElement)).toBe(true);
      expect(await search.inputValue()).toBe('');
    }
  });

  it('opens the palette by Ctrl K, finds by words, runs by Enter and closes by Esc', async () => {
    const { page } = await openScreens(browser);
    const palette = page.getByRole('combobox', { name: 'Commands' });
    const openPalette = async (): Promise<void> => {
      await page.keyboard.press('Control+k');
      await expect.poll(() => palette.evaluate((field) => field === document.activeElement)).toBe(true);
    };
    await openPalette();
    await page.keyboard.type('dev');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
    await palette.waitFor({ state: 'detached' });

    await openPalette();
    await page.keyboard.type('pause');
    await page.keyboard.press('Enter');
    await openScreen(page, 'Dashboard');
    await page.getByRole('heading', { name: 'Paused' }).waitFor();

    await openPalette();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('option', { name: 'Language: नेपाली', selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });

    await openPalette();
    await page.keyboard.type('new mes');
    await page.keyboard.press('Enter');
    const compose = page.getByRole('dialog', { name: 'New message' });
    await compose.getByLabel('To', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await compose.waitFor({ state: 'detached' });
  });
});
