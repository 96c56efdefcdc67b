/** What the operator sets for sending, on screen: hours, rules, caps, and the SIM in the place of one that is gone. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { linkTestPhone, pairTestPhone } from '../integration/inbox/inbox-world.ts';
import { openScreen, openScreens, startBrowser } from '../support/screens.ts';
import { heartbeatFrame, helloFrame, TestPhone } from '../support/test-phone.ts';

const GUEST = '+9779812345678';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** A signed-in page of a gateway with a linked phone, "Till", beside the demo phone. */
async function setup() {
  const screens = await openScreens(browser, { reducedMotion: 'reduce' });
  const { gateway } = screens;
  const port = gateway.ready.relay_port;
  const code = await gateway.console('POST', '/console/pairing-codes', { name: 'Till' });
  const paired = await pairTestPhone(port, String(code['code']));
  const phone = new TestPhone(port);
  await linkTestPhone(phone, paired);
  onTestFinished(() => {
    phone.hangUp();
  });
  /** The app of the phone was cleared: it links with another ledger. */
  const linkCleared = async (): Promise<TestPhone> => {
    phone.hangUp();
    const cleared = new TestPhone(port);
    onTestFinished(() => {
      cleared.hangUp();
    });
    const { device_id, token } = paired;
    cleared.say({ ...helloFrame, device_id, token, ledger_id: 'cd'.repeat(16) });
    cleared.say(heartbeatFrame((await cleared.next('welcome')).session));
    return cleared;
  };
  return { ...screens, phone, linkCleared };
}

async function objections(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}

describe('Settings', () => {
  it('keeps each change at once, and takes it back', async () => {
    const { page, gateway } = await setup();
    const kept = () => gateway.console('GET', '/console/settings/sending');
    await openScreen(page, 'Settings');
    const quiet = page.getByRole('switch', { name: 'Quiet hours for bulk' });
    await expect.poll(() => quiet.isChecked()).toBe(true);
    await quiet.press('Space');
    await expect.poll(kept).toMatchObject({ quiet_hours: { on: false, from: '20:00', to: '07:00' } });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(kept).toMatchObject({ quiet_hours: { on: true } });
    await page.getByLabel('From').fill('21:30');
    await page.getByLabel('From').press('Enter');
    await expect.poll(kept).toMatchObject({ quiet_hours: { on: true, from: '21:30', to: '07:00' } });
    await page.getByLabel('Pause after failures in a row').fill('7');
    await page.keyboard.press('Tab');
    await expect.poll(kept).toMatchObject({ failure_limit: 7 });
    await page.getByLabel('To', { exact: true }).fill('21:30');
    await page.getByLabel('To', { exact: true }).press('Enter');
    await page.getByText('Not saved').waitFor();
    await expect.poll(kept).toMatchObject({ quiet_hours: { to: '07:00' } });
    expect(await objections(page)).toEqual([]);
  });

  it('has the routing rules: added, ordered, removed, and marked when what they name is gone', async () => {
    const { page, gateway, linkCleared } = await setup();
    const prefixes = async () => {
      const { items } = await gateway.console('GET', '/console/routing/rules');
      return (items as readonly { prefix: string }[]).map(({ prefix }) => prefix);
    };
    await openScreen(page, 'Settings');
    const add = async (prefix: string, via: string): Promise<void> => {
      await page.getByLabel('Number starts with').fill(prefix);
      await page.getByRole('combobox', { name: 'Goes through' }).click();
      await page.getByRole('option', { name: via }).click();
      await page.getByRole('button', { name: 'Add the rule' }).click();
    };
    await add('977 98', 'Till, SIM 1');
    await expect.poll(prefixes).toEqual(['+97798']);
    await add('+1', 'Till, any SIM');
    await expect.poll(prefixes).toEqual(['+97798', '+1']);
    await page.getByRole('button', { name: 'Move +1 up' }).press('Enter');
    await expect.poll(prefixes).toEqual(['+1', '+97798']);
    await linkCleared();
    await page.getByText('Its phone or SIM is gone').waitFor();
    expect(await objections(page)).toEqual([]);
    await page.getByRole('button', { name: 'Remove +97798' }).press('Enter');
    await expect.poll(prefixes).toEqual(['+1']);
    await expect.poll(() => page.getByText('Its phone or SIM is gone').count()).toBe(0);
  });
});

describe('Devices', () => {
  it('sets what a phone and a SIM may send', async () => {
    const { page, phone, gateway } = await setup();
    await openScreen(page, 'Devices');
    const card = page.getByRole('article', { name: 'Till' });
    await card.getByText('What it may send').click();
    await card.getByLabel('Parts a minute').fill('12');
    await page.keyboard.press('Enter');
    expect((await phone.next('config')).config.parts_per_minute).toBe(12);
    await card.getByLabel('Parts a day, SIM 1').fill('90');
    await page.keyboard.press('Tab');
    const sim = async () => {
      const { items } = await gateway.console('GET', '/console/devices');
      return (items as readonly { name: string; sims: readonly unknown[] }[]).find(
        ({ name }) => name === 'Till',
      )?.sims[0];
    };
    await expect.poll(sim).toMatchObject({ day_cap: 90, month_cap: null, sends: true });
    await card.getByRole('switch', { name: 'Sends texts, SIM 1' }).press('Space');
    await expect.poll(sim).toMatchObject({ day_cap: 90, sends: false });
    expect(await objections(page)).toEqual([]);
  });

  it('asks whether the SIM in the place of one that is gone takes over', async () => {
    const { page, gateway, linkCleared } = await setup();
    await gateway.console('POST', '/console/queue/pause');
    const pinned = { to: GUEST, text: 'By SIM 1', device: 'Till', sim: 1 };
    const { request_id } = await gateway.console('POST', '/console/messages', pinned);
    const cleared = await linkCleared();
    await gateway.console('POST', '/console/queue/resume');
    await openScreen(page, 'Devices');
    await page.getByText('1 message waits for the SIM that was there.').waitFor();
    expect(await objections(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take over' }).press('Enter');
    expect((await cleared.next('send')).request_id).toBe(request_id);
    await page.getByRole('button', { name: 'Take over' }).waitFor({ state: 'detached' });
  });
});

describe('the dashboard and a new message', () => {
  it('lead from quiet hours to where they are changed', async () => {
    const { page, gateway } = await setup();
    const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
    const hour = new Date().getHours();
    await gateway.console('POST', '/console/settings/sending', {
      quiet_hours: { on: true, from: clock(hour), to: clock(hour + 2) },
    });
    await page.getByRole('link', { name: 'Change hours' }).click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });

  it('say before it is sent through what it goes, and what may disappoint', async () => {
    const { page } = await setup();
    await openScreen(page, 'Messages');
    await page.getByRole('button', { name: 'New message' }).click();
    await page.getByLabel('To', { exact: true }).fill('+97714412345');
    await page.getByLabel('Text', { exact: true }).fill('It’s ready');
    await page.getByText('Goes through Till, SIM 1, now').waitFor();
    await page.getByText('Because of ’ a part holds 70 characters').waitFor();
    await page.getByText('This is not a mobile number').waitFor();
    expect(await objections(page)).toEqual([]);
  });
});
