/** The inbox on screen: a SIM is switched on by its card, and what its phone then receives appears by itself. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { linkTestPhone, pairTestPhone } from '../integration/inbox/inbox-world.ts';
import { TestPhone } from '../support/test-phone.ts';
import { startGateway } from '../support/gateway-process.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
});
afterAll(() => browser.close());

/** A signed-in page of a gateway with one linked phone, "Till". */
async function setup() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-inbox-screen-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir });
  onTestFinished(async () => {
    await gateway.stop();
  });
  const code = await gateway.console('POST', '/console/pairing-codes', { name: 'Till' });
  const paired = await pairTestPhone(gateway.ready.relay_port, String(code['code']));
  const phone = new TestPhone(gateway.ready.relay_port);
  onTestFinished(() => {
    phone.hangUp();
  });
  const { session } = await linkTestPhone(phone, paired);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto((await readFile(path.join(dataDir, 'sign-in-link'), 'utf8')).trim());
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  let seq = 0;
  const receive = async (from: string, body: string): Promise<void> => {
    seq += 1;
    phone.say({
      t: 'inbound',
      session,
      seq,
      inbound_id: seq.toString(16).padStart(64, '0'),
      from,
      body,
      sim_id: 1,
      received_at: Date.now(),
      parts: 1,
      smsc_at: null,
    });
    await phone.next('ack');
  };
  return { page, phone, gateway, receive };
}

const openInbox = (page: Page): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();

describe('the inbox screen', () => {
  it('sends the owner to the switch, and shows what comes after it is on, live', async () => {
    const { page, phone, gateway, receive } = await setup();
    await openInbox(page);
    await page.getByText('No text was taken in yet.').waitFor();
    await page.getByRole('button', { name: 'Open Devices' }).click();
    const card = page.getByRole('article', { name: 'Till' });
    await card.getByText('No text that this SIM receives leaves the phone.').waitFor();
    await card.getByRole('switch', { name: 'Take in texts, SIM 1' }).click();
    expect((await phone.next('config')).config.inbox.sims).toEqual([1]);
    await card.getByText('Texts from numbers that you texted in the last 30 days').waitFor();

    await openInbox(page);
    await receive('+9779811111111', 'STOP');
    const list = page.getByRole('list', { name: 'Received texts' });
    await list.getByText('+9779811111111').waitFor();
    await list.getByText('Till · SIM 1').waitFor();

    await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'Table at eight?' });
    await phone.next('send');
    await receive('+9779812345678', 'Yes,\nsee you');
    await list.getByText('see you').waitFor();
    await list.getByRole('button', { name: 'Show the message it answers' }).click();
    await page.getByRole('dialog').getByText('Table at eight?').first().waitFor();
    await page.keyboard.press('Escape');

    await page.getByLabel('Search number or text').fill('see');
    await list.getByText('+9779811111111').waitFor({ state: 'detached' });
    await page.getByLabel('Search number or text').fill('nothing like it');
    await page.getByText('Nothing matches.').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await list.getByText('+9779811111111').waitFor();
  });

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, %s', async (colorScheme) => {
    const { page, gateway, receive } = await setup();
    await gateway.console('POST', '/console/inbox/switch', { sim: 'Till/1', on: true });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (let n = 0; n < 30; n += 1) await receive(`+97798111111${String(n).padStart(2, '0')}`, 'STOP');
    await openInbox(page);
    await page.getByRole('list', { name: 'Received texts' }).getByText('STOP').first().waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});
