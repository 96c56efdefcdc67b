/** kill -9 of the gateway between any two steps of a text: nothing lost, nothing sent twice, no false status. */
import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { killAndRestart, reaches, sendText, setUpPath, submitsByText } from '../support/whole-path-world.ts';
import { waitFor } from '../support/wait-for.ts';

const SLOW_RADIO = { plan: { resultAfterMs: 1_500, deliveryAfterMs: 200 } };

describe('kill -9 of the gateway', () => {
  it('after accept and before hand-over: the text waits on disk and goes out once', async () => {
    const world = await setUpPath();
    await world.phone.unplug();
    const requestId = await sendText(world.gateway, 'accepted then killed');
    await killAndRestart(world);
    await world.phone.plug();
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('accepted then killed')).toBe(1);
  });

  it('right after the 202 while the phone is linked: whatever happened, it is sent once', async () => {
    const world = await setUpPath();
    const requestId = await sendText(world.gateway, 'killed at once');
    await killAndRestart(world);
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('killed at once')).toBe(1);
  });

  it('after hand-over and before the radio answered: the phone tells the rest', async () => {
    const world = await setUpPath({ radioScript: [SLOW_RADIO] });
    const requestId = await sendText(world.gateway, 'handed over then killed');
    await waitFor('the radio to have it', () => submitsByText(world.phone).has('handed over then killed'));
    await killAndRestart(world);
    const message = await reaches(world, requestId, 'delivered');
    expect(message).toMatchObject({ attempts: 1, device_name: 'Relay Device 1' });
    expect(submitsByText(world.phone).get('handed over then killed')).toBe(1);
  });

  it('before the report: what was reported into the void is reported again', async () => {
    const world = await setUpPath({ radioScript: [{ plan: { resultAfterMs: 400, deliveryAfterMs: 200 } }] });
    const requestId = await sendText(world.gateway, 'reported while dead');
    const submit = await waitFor('the radio to have it', () => world.phone.radio.log()[0]);
    await world.gateway.kill();
    await waitFor('the network to have reported', () => world.phone.clock.wall() > submit.at + 900);
    world.gateway = await startGateway(world.options);
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('reported while dead')).toBe(1);
  });

  it('with the old connection kept alive and its bytes delivered late, to the phone', async () => {
    const world = await setUpPath();
    world.phone.adbd.cable.holdIncoming();
    const requestId = await sendText(world.gateway, 'late send');
    await reaches(world, requestId, 'sending');
    await killAndRestart(world);
    world.phone.adbd.cable.release();
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('late send')).toBe(1);
  });

  it('with the old connection kept alive and its bytes delivered late, to the gateway', async () => {
    const world = await setUpPath();
    world.phone.adbd.cable.holdOutgoing();
    const requestId = await sendText(world.gateway, 'late reports');
    await waitFor('the radio to have it', () => submitsByText(world.phone).has('late reports'));
    await killAndRestart(world);
    world.phone.adbd.cable.release();
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('late reports')).toBe(1);
  });

  it('five times among thirty texts: each text reaches the radio once and the truth reaches the API', async () => {
    const world = await setUpPath({ radioScript: [{ plan: { resultAfterMs: 150, deliveryAfterMs: 50 } }] });
    const ids = new Map<string, string>();
    for (let n = 0; n < 30; n += 1) {
      const text = `chaos ${n}`;
      ids.set(text, await sendText(world.gateway, text));
      if (n % 6 === 5) await killAndRestart(world);
    }
    for (const requestId of ids.values()) await reaches(world, requestId, 'delivered', 'queued');
    const submits = submitsByText(world.phone);
    for (const [text, requestId] of ids) {
      const { body } = await world.gateway.api('GET', `/v1/messages/${requestId}`);
      expect(submits.get(text) ?? 0, text).toBe(body['status'] === 'queued' ? 0 : 1);
    }
  });
});
