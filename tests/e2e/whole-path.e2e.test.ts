/** The whole way of a text: API, gateway, stock adb server, cable, relay, radio, report, and back. */
import { describe, expect, it } from 'vitest';
import { reaches, sendText, setUpPath, submitsByText } from '../support/whole-path-world.ts';
import { waitFor } from '../support/wait-for.ts';

describe('a text over a stock adb server', () => {
  it('goes out once and becomes delivered, with the name of the phone and its attempt', async () => {
    const world = await setUpPath();
    const requestId = await sendText(world.gateway, 'Your order 42 is ready');
    const message = await reaches(world, requestId, 'delivered');
    expect(message).toMatchObject({ ok: true, device_name: 'Relay Device 1', attempts: 1, failure: null });
    expect(message['attempt_log']).toMatchObject([
      { n: 1, device_name: 'Relay Device 1', sim: 1, outcome: 'sent' },
    ]);
    expect([...submitsByText(world.phone)]).toEqual([['Your order 42 is ready', 1]]);
    const { body } = await world.gateway.api('GET', '/v1/devices');
    expect(body['items']).toMatchObject([
      { name: 'Relay Device 1', model: 'Pixel 7', state: 'ready', mode: 'live' },
    ]);
    const ready = await world.gateway.api('GET', '/v1/ready');
    expect(ready.body).toMatchObject({ ok: true, status: 'ready', mode: 'live' });
  });

  it('waits while the cable is out, says why, and goes out when it is back', async () => {
    const world = await setUpPath();
    await world.phone.unplug();
    await waitFor('the phone to be lost', async () => {
      const { body } = await world.gateway.api('GET', '/v1/devices');
      return JSON.stringify(body).includes('"lost"');
    });
    const requestId = await sendText(world.gateway, 'held while unplugged');
    const held = await reaches(world, requestId, 'queued');
    expect(held['waiting']).toMatchObject({ reason: 'no_device' });
    await world.phone.plug();
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('held while unplugged')).toBe(1);
  });

  it('survives the death of the adb server: the reverse is set again and texts go on', async () => {
    const world = await setUpPath();
    await world.adb.kill();
    const requestId = await sendText(world.gateway, 'after the adb server died');
    await reaches(world, requestId, 'delivered');
    expect(submitsByText(world.phone).get('after the adb server died')).toBe(1);
  });

  it('tells the failure that the radio told, with its code', async () => {
    const world = await setUpPath({ radioScript: [{ text: 'refused', plan: { result: 10 } }] });
    const message = await reaches(world, await sendText(world.gateway, 'refused'), 'failed');
    expect(message['failure']).toMatchObject({ code: 'carrier_rejected' });
    expect(submitsByText(world.phone).get('refused')).toBe(1);
  });
});
