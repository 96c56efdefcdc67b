/** Every screen and what opens over it, held to axe: both languages, light and dark, wide, narrow and zoomed. */
import { inEnglish, sentence, type Sentence } from '../../electron/shared/words/words.ts';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScreens, signInLink, startBrowser, type Screens } from '../support/screens.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** 640 CSS pixels are a window of 1,280 at 200 %. */
const WIDTHS = [1_280, 900, 640];
const ROUTES = ['dashboard', 'devices', 'messages', 'inbox', 'settings'];

const told = (spoken: Sentence) => ({ ...spoken, ...inEnglish(spoken) });

const RUN = {
  ok: true,
  run_id: 'run_1',
  serial: 'USB1',
  state: 'needs_you',
  steps: [
    { name: 'find', state: 'done', ...told(sentence('step.found', { phone: 'Pixel 9' })) },
    { name: 'check', state: 'done', ...told(sentence('step.new_enough_level', { level: 36 })) },
    { name: 'install', state: 'needs_you', ...told(sentence('install.usb_install_off')) },
    { name: 'link', state: 'waiting', code: null, values: {}, message: '', fix: null },
    { name: 'verify', state: 'running', code: null, values: {}, message: '', fix: null },
  ].map((step) => ({ ...step, title: step.name, offers: null })),
};
const PROBLEM_DEVICE = {
  state: 'limited',
  problems: [{ code: 'no_service', message: 'No SIM has service.', fix: 'Move the phone.' }],
};

/** A phone on the cable and one with a problem, as ADB would bring them. */
async function pretendPhones(page: Page): Promise<void> {
  await page.route('**/console/devices', async (route) => {
    const answer = await route.fetch();
    const body: unknown = await answer.json();
    if (typeof body !== 'object' || body === null) throw new Error('no devices');
    const items: unknown = Reflect.get(body, 'items');
    const first: unknown = Array.isArray(items) ? items[0] : undefined;
    if (typeof first !== 'object' || first === null) throw new Error('no demo phone');
    const phone = { serial: 'USB1', state: 'device', model: 'Pixel 9', device_id: null };
    await route.fulfill({
      json: {
        ...body,
        items: [first, { ...first, id: 'dev_other', name: 'Front desk', ...PROBLEM_DEVICE }],
        phones: [{ ...phone, ...told(sentence('phone.can_be_paired')) }],
      },
    });
  });
  await page.route('**/console/provision', (route) => route.fulfill({ json: { ok: true, run_id: 'run_1' } }));
  await page.route('**/console/provision/run_1', (route) => route.fulfill({ json: RUN }));
}

async function setup(language: string, colorScheme: 'light' | 'dark'): Promise<Screens> {
  const screens = await openScreens(browser, { colorScheme, reducedMotion: 'reduce' });
  const { page, gateway } = screens;
  await pretendPhones(page);
  await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'for axe', wait_seconds: 5 });
  await gateway.console('POST', '/console/queue/pause');
  await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'held for axe' });
  await page.getByRole('button', { name: 'Language' }).click();
  await page.locator(`[role=menuitemradio][lang=${language}]`).click();
  return screens;
}

/** What axe objects to, and whether the page is wider than the window. */
async function objections(page: Page, where: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const isTooWide = await page.evaluate(
    () =>
      document.documentElement.scrollWidth > window.innerWidth ||
      [...document.querySelectorAll('main')].some((main) => main.scrollWidth > main.clientWidth),
  );
  return [
    ...violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`),
    ...(isTooWide ? [`${where}: scrolls sideways`] : []),
  ];
}

async function showRoute(page: Page, route: string): Promise<void> {
  await page.evaluate((name) => {
    window.location.hash = `#/${name}`;
  }, route);
  await page.locator(`nav a[href="#/${route}"][aria-current=page]`).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

describe.each(['en', 'ne'])('the screens in %s', (language) => {
  it.each(['light', 'dark'] as const)('have nothing that axe objects to at any width, %s', async (scheme) => {
    const { page, dataDir, pageErrors } = await setup(language, scheme);
    const found: string[] = [];
    const look = async (where: string): Promise<void> => {
      found.push(...(await objections(page, where)));
    };
    await showRoute(page, 'devices');
    await page.locator('main button.mantine-Button-root').last().click();
    await page.locator('.mantine-List-root').waitFor();
    await look('pairing');
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const route of ROUTES) {
        await showRoute(page, route);
        await look(`${route} at ${width}`);
      }
    }
    for (const width of [1_280, 640]) {
      await page.setViewportSize({ width, height: 800 });
      await showRoute(page, 'messages');
      await page.locator('main button[data-id]').first().click();
      await page.locator('.mantine-Timeline-root').waitFor();
      await look(`drawer at ${width}`);
      await page.keyboard.press('Escape');
      await page.locator('.mantine-Drawer-content').waitFor({ state: 'detached' });
      await page.locator('main button').first().click();
      await page.locator('.mantine-Modal-content textarea').first().waitFor();
      await look(`compose at ${width}`);
      await page.keyboard.press('Escape');
      await page.locator('.mantine-Modal-content').waitFor({ state: 'detached' });
      await page.keyboard.press('Control+k');
      await page.getByRole('listbox').waitFor();
      await look(`palette at ${width}`);
      await page.keyboard.press('Escape');
      await page.locator('.mantine-Modal-content').waitFor({ state: 'detached' });
      await page.reload();
      await page.locator('form').waitFor();
      await look(`sign-in at ${width}`);
      if (width === 640) break;
      await page.goto(await signInLink(dataDir));
      await page.locator('nav').waitFor();
    }
    expect(found).toEqual([]);
    expect(pageErrors).toEqual([]);
  });
});
