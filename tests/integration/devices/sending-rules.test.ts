/** What the operator sets for sending, through the console and down to the phone. */
import { describe, expect, it } from 'vitest';
import { localTimeOf } from '../../../electron/gateway/foundation/zoned-time.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { TestPhone } from '../../support/test-phone.ts';
import { linkTestPhone, pairTestPhone } from '../inbox/inbox-world.ts';

const GUEST = '+9779812345678';
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

async function setup() {
  const gateway = await setUpGateway({ hasQuietHours: true });
  const code = await gateway.console('POST', '/pairing-codes', { name: 'Till' });
  const paired = await pairTestPhone(gateway.info.relayPort, String(code['code']));
  const phone = new TestPhone(gateway.info.relayPort);
  const welcome = await linkTestPhone(phone, paired);
  const view = async (requestId: unknown) => gateway.console('GET', `/messages/${String(requestId)}`);
  const send = async (more: object = {}) =>
    (await gateway.post({ to: GUEST, text: 'Hello', ...more })).body['request_id'];
  return { ...gateway, phone, welcome, view, send, deviceId: paired.device_id };
}

/** A time of day by the workspace's clock, so many minutes from now. */
function clockIn(minutes: number): string {
  const shown = localTimeOf(Date.now() + minutes * 60_000, ZONE).minutes;
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

describe('quiet hours', () => {
  it('hold bulk alone while they last, and let it go when they are changed', async () => {
    const { console, phone, send, view } = await setup();
    await console('POST', '/settings/sending', {
      quiet_hours: { on: true, from: clockIn(-60), to: clockIn(120) },
    });
    const bulk = await send({ priority: 'bulk' });
    await send();
    expect((await phone.next('send')).to).toBe(GUEST);
    expect(await view(bulk)).toMatchObject({ status: 'queued', waiting: { reason: 'quiet_hours' } });
    expect(await console('GET', '/overview')).toMatchObject({ queue: { state: 'quiet_hours' } });
    await console('POST', '/settings/sending', {
      quiet_hours: { on: true, from: clockIn(60), to: clockIn(120) },
    });
    expect((await phone.next('send')).request_id).toBe(bulk);
  });

  it.each([
    ['an hour that does not exist', { on: true, from: '24:00', to: '07:00' }],
    ['no length', { on: true, from: '07:00', to: '07:00' }],
    ['another field', { on: true, from: '20:00', to: '07:00', zone: 'UTC' }],
  ])('are refused with %s', async (_title, quiet_hours) => {
    const { console } = await setUpGateway({ hasQuietHours: true });
    await expect(console('POST', '/settings/sending', { quiet_hours })).rejects.toThrow('quiet_hours');
    expect(await console('GET', '/settings/sending')).toMatchObject({
      quiet_hours: { on: true, from: '20:00', to: '07:00' },
    });
  });
});

describe('what a SIM may send', () => {
  it('ends at its cap of the day, and goes on when the cap is lifted', async () => {
    const { console, phone, send, view } = await setup();
    await console('POST', '/sims/Till%2F1', { day_cap: 1 });
    await send();
    await phone.next('send');
    const second = await send();
    await expect.poll(() => view(second)).toMatchObject({ waiting: { reason: 'daily_cap' } });
    expect(await console('GET', '/devices')).toMatchObject({
      items: [{ sims: [{ day_cap: 1, month_cap: null, parts_today: 1, parts_this_month: 1 }] }],
    });
    await console('POST', '/sims/Till%2F1', { day_cap: null, month_cap: 1 });
    expect(await view(second)).toMatchObject({ waiting: { reason: 'daily_cap' } });
    await console('POST', '/sims/Till%2F1', { month_cap: null });
    expect((await phone.next('send')).request_id).toBe(second);
  });

  it('is nothing while it is switched off: it can not be named, and what waits says so', async () => {
    const gateway = await setup();
    const { console, phone, send, view } = gateway;
    await console('POST', '/sims/Till%2F1', { sends: false });
    const waiting = await send();
    expect(await view(waiting)).toMatchObject({ waiting: { reason: 'paused' } });
    expect(await console('GET', '/overview')).toMatchObject({ queue: { state: 'no_device' } });
    const named = await gateway.post({ to: GUEST, text: 'Hello', device: 'Till', sim: 1 });
    expect(named.body).toMatchObject({ error: { code: 'invalid_device' } });
    await console('POST', '/sims/Till%2F1', { sends: true });
    expect((await phone.next('send')).request_id).toBe(waiting);
  });

  it('is refused for a SIM that nobody knows, and for a cap of nothing', async () => {
    const { console } = await setUpGateway();
    await expect(console('POST', '/sims/Bar%2F1', { sends: false })).rejects.toThrow('no such SIM');
    await expect(console('POST', '/sims/Bar%2F1', { day_cap: 0 })).rejects.toThrow('day_cap');
  });
});

describe('the pace of a phone', () => {
  it('is told to the phone at once, and shows', async () => {
    const { console, phone, welcome, deviceId } = await setup();
    expect(welcome.config.parts_per_minute).toBe(25);
    const answer = await console('POST', `/devices/${deviceId}/pace`, { parts_per_minute: 12 });
    expect(answer).toMatchObject({ told_phone: true });
    expect((await phone.next('config')).config.parts_per_minute).toBe(12);
    expect(await console('GET', '/devices')).toMatchObject({ items: [{ parts_per_minute: 12 }] });
  });

  it('of phones that are paired later is that of the settings', async () => {
    const { console, info } = await setUpGateway();
    await console('POST', '/settings/sending', { parts_per_minute: 18 });
    const code = await console('POST', '/pairing-codes', { name: 'Bar' });
    await pairTestPhone(info.relayPort, String(code['code']));
    expect(await console('GET', '/devices')).toMatchObject({ items: [{ parts_per_minute: 18 }] });
  });
});
