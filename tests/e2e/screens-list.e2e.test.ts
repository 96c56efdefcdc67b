/** The list of messages when it is long and busy: it holds its place, and asks for little. */
import type { Browser, Page, Request } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScreen, openScreens, sendTexts, startBrowser } from '../support/screens.ts';
import { waitFor } from '../support/wait-for.ts';

const SEEDED = 2_500;
const PAGE_ROWS = 100;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Counts the page's requests for messages from now on. */
function countRequests(page: Page): { readonly lists: () => number; readonly rows: () => number } {
  const seen: string[] = [];
  page.on('request', (request: Request) => seen.push(new URL(request.url()).pathname));
  const count = (path: string) => seen.filter((found) => found === path).length;
  return { lists: () => count('/console/messages'), rows: () => count('/console/messages/rows') };
}

const table = (page: Page) => page.locator('[data-list=messages]');

async function scrollTo(page: Page, top: number): Promise<void> {
  await table(page).evaluate((element, to) => {
    element.scrollTo(0, to);
  }, top);
}

/** The id and the height on screen of the first row that is wholly seen. */
function rowUnderEye(page: Page): Promise<{ readonly id: string; readonly top: number }> {
  return table(page).evaluate((element) => {
    const head = element.getBoundingClientRect().top + 40;
    for (const row of element.querySelectorAll<HTMLElement>('button[data-id]')) {
      const { top } = row.getBoundingClientRect();
      if (top >= head && row.dataset['id'] !== undefined) return { id: row.dataset['id'], top };
    }
    throw new Error('no row is seen');
  });
}

const topOf = (page: Page, id: string) =>
  page.locator(`button[data-id="${id}"]`).evaluate((row) => row.getBoundingClientRect().top);

describe('a long list of messages', () => {
  it('holds the row under the eye while 50 messages arrive, loads on by scrolling, and asks for little', async () => {
    const { page, gateway, pageErrors } = await openScreens(browser);
    await gateway.console('POST', '/console/queue/pause');
    await sendTexts(gateway, 1, SEEDED);
    await openScreen(page, 'Messages');
    await page.getByText(`text number ${SEEDED}`, { exact: true }).waitFor();

    // Every page is asked for once, on the way down.
    const onTheWay = countRequests(page);
    const rowHeight = 44;
    for (let row = 0; row < 1_200; row += PAGE_ROWS / 2) {
      await scrollTo(page, row * rowHeight);
      await waitFor(`row ${row} to be drawn`, () =>
        table(page)
          .locator(`[data-index="${row}"]`)
          .count()
          .then((found) => found > 0),
      );
    }
    expect(onTheWay.lists()).toBeGreaterThanOrEqual(11);
    expect(onTheWay.lists()).toBeLessThanOrEqual(14);

    const held = await rowUnderEye(page);
    const busy = countRequests(page);
    const started = performance.now();
    await sendTexts(gateway, SEEDED + 1, 50);
    await page.getByRole('button', { name: '50 new messages' }).waitFor();
    expect(Math.abs((await topOf(page, held.id)) - held.top)).toBeLessThanOrEqual(2);
    const seconds = (performance.now() - started) / 1_000;
    expect(busy.lists() + busy.rows()).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 4);

    await page.getByRole('button', { name: '50 new messages' }).click();
    await page.getByText(`text number ${SEEDED + 50}`, { exact: true }).waitFor();
    expect(
      await page
        .getByRole('button', { name: /new message/ })
        .filter({ hasText: /\d/ })
        .count(),
    ).toBe(0);
    expect(pageErrors).toEqual([]);
  });

  it('shows the new state of rows far down without loading their pages again', async () => {
    const { page, gateway } = await openScreens(browser);
    await gateway.console('POST', '/console/queue/pause');
    await sendTexts(gateway, 1, 400);
    await openScreen(page, 'Messages');
    await page.getByText('text number 400', { exact: true }).waitFor();
    for (const row of [60, 160, 260, 300]) {
      await scrollTo(page, row * 44);
      await table(page).locator(`[data-index="${row}"]`).waitFor();
    }
    const held = await rowUnderEye(page);
    const busy = countRequests(page);
    const started = performance.now();
    await gateway.console('POST', '/console/queue/resume');
    const row = page.locator(`button[data-id="${held.id}"]`);
    await row.getByText('Delivered').waitFor();
    await waitFor('every row in view to be delivered', () =>
      table(page)
        .getByText(/^(Waiting|Sending|Sent)$/)
        .count()
        .then((found) => found === 0),
    );
    const seconds = (performance.now() - started) / 1_000;
    expect(busy.lists() + busy.rows()).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 4);
    expect(Math.abs((await topOf(page, held.id)) - held.top)).toBeLessThanOrEqual(2);
    // Rows above were out of view meanwhile; they are read when they are scrolled to.
    await scrollTo(page, 40 * 44);
    await table(page).locator('[data-index="45"]').getByText('Delivered').waitFor();
  });

  it('says that much is new when more came in than a page, and begins anew at the top', async () => {
    const { page, gateway } = await openScreens(browser);
    await gateway.console('POST', '/console/queue/pause');
    await sendTexts(gateway, 1, 300);
    await openScreen(page, 'Messages');
    await page.getByText('text number 300', { exact: true }).waitFor();
    await scrollTo(page, 50 * 44);
    await table(page).locator('[data-index="50"]').waitFor();
    const held = await rowUnderEye(page);
    const gate = Promise.withResolvers<undefined>();
    await page.route('**/console/messages?*', async (route) => {
      await gate.promise;
      await route.continue();
    });
    await sendTexts(gateway, 301, 150);
    gate.resolve(undefined);
    const many = page.getByRole('button', { name: 'Many new messages' });
    await many.waitFor();
    expect(Math.abs((await topOf(page, held.id)) - held.top)).toBeLessThanOrEqual(2);
    await many.click();
    await page.getByText('text number 450', { exact: true }).waitFor();
    await many.waitFor({ state: 'detached' });
    // No row is missing where the new page meets the old ones.
    await waitFor('the row that came in first while much was new', async () => {
      await scrollTo(page, 149 * 44);
      return (await table(page).locator('[data-index="149"]').allInnerTexts())
        .join()
        .includes('text number 301');
    });
  });

  it('moves by the arrows, opens by Enter, and Esc leads back to the row', async () => {
    const { page, gateway } = await openScreens(browser);
    await sendTexts(gateway, 1, 60);
    await openScreen(page, 'Messages');
    await page.getByText('text number 60', { exact: true }).waitFor();
    await table(page).locator('[data-index="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await waitFor('the third row to have the focus', () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-index') === '2'),
    );
    await page.keyboard.press('End');
    await waitFor('the last row to have the focus', () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-index') === '59'),
    );
    const outline = await page.evaluate(() =>
      document.activeElement === null ? '' : getComputedStyle(document.activeElement).outlineStyle,
    );
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('text number 1', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await waitFor('the row to have the focus again', () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-index') === '59'),
    );
  });
});
