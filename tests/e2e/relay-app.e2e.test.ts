/** The relay app's own classes on a virtual phone, from the API to the radio and back, over a stock adb server. */
import { describe, expect, it } from 'vitest';
import {
  type AppPathWorld,
  killAndRestart,
  reaches,
  RECIPIENT,
  sendText,
  setUpAppPath,
  submitsByText,
} from '../support/whole-path-world.ts';
import { waitFor } from '../support/wait-for.ts';

const NEPALI =
  'तपाईंको अर्डर तयार भयो। कृपया आज साँझ ६ बजेसम्म पसलमा आएर लिनुहोला। ढिला भएमा फोन गर्नुहोस्। हाम्रो सेवा रोज्नुभएकोमा धन्यवाद, फेरि भेटौंला। सधैं स्वागत छ।';

describe('the relay app over a stock adb server', () => {
  it('pairs by its guarded provider, and sends texts of every kind in the parts that Android counts', async () => {
    const world = await setUpAppPath();
    const kinds: readonly (readonly [text: string, parts: number])[] = [
      ['Your order 42 is ready', 1],
      ['x'.repeat(160), 1],
      ['x'.repeat(161), 2],
      ['Sent with a smile 😀', 1],
      [NEPALI, 3],
    ];
    for (const [text, parts] of kinds) {
      const message = await reaches(world, await sendText(world.gateway, text), 'delivered');
      expect(message).toMatchObject({ attempts: 1, parts, failure: null });
      expect(submitsByText(world.phone).get(text), text).toBe(1);
      expect(world.phone.radio.log().filter((line) => line.text === text)).toHaveLength(parts);
    }
    const { body } = await world.gateway.api('GET', '/v1/devices');
    expect(body['items']).toMatchObject([{ model: 'robolectric', state: 'ready', mode: 'live' }]);
    expect(world.offences()).toEqual([]);
  });

  it('tells the truth when results of parts come out of order and reports come late, twice or never', async () => {
    const world = await setUpAppPath({
      radioScript: [
        { text: /^order/, part: 1, plan: { resultAfterMs: 600, deliveryAfterMs: 10 } },
        {
          text: /^order/,
          plan: { resultAfterMs: 50, deliveryAfterMs: 800, deliveryCopies: 2, resultCopies: 2 },
        },
        { text: /^never/, plan: { delivery: 'missing' } },
        { text: /^late/, plan: { deliveryAfterMs: 2_500 } },
        { text: /^undelivered/, part: 2, plan: { delivery: 'undelivered' } },
      ],
    });
    const long = 'x'.repeat(310);
    const inOrder = await sendText(world.gateway, `order ${long}`);
    const never = await sendText(world.gateway, 'never reported');
    const late = await sendText(world.gateway, 'late report');
    const lost = await sendText(world.gateway, `undelivered ${long}`);
    expect(await reaches(world, late, 'sent', 'delivered')).toMatchObject({ status: 'sent' });
    expect(await reaches(world, inOrder, 'delivered')).toMatchObject({ parts: 3, parts_sent: 3 });
    await reaches(world, late, 'delivered');
    await reaches(world, lost, 'undelivered');
    expect(await reaches(world, never, 'sent', 'delivered')).toMatchObject({ status: 'sent', attempts: 1 });
    expect([...submitsByText(world.phone).values()]).toEqual([1, 1, 1, 1]);
  });

  it('fails as partially sent when one part fails, and never sends the others again', async () => {
    const world = await setUpAppPath({ radioScript: [{ part: 2, plan: { result: 4 } }] });
    const message = await reaches(world, await sendText(world.gateway, 'y'.repeat(310)), 'failed');
    expect(message['failure']).toMatchObject({ code: 'partially_sent' });
    expect(message).toMatchObject({ attempts: 1, parts_sent: 2 });
    expect([...submitsByText(world.phone).values()]).toEqual([1]);
  });

  it('takes no report for its own that is about another number', async () => {
    const world = await setUpAppPath({ radioScript: [{ plan: { delivery: 'missing' } }] });
    const requestId = await sendText(world.gateway, 'whose report is it');
    await reaches(world, requestId, 'sent');
    const attempt = world.phone.radio.log()[0]?.attempt_id ?? '';
    await world.app.receiveReport(attempt, { recipient: '+9779800000000', status: 0 });
    await world.app.receiveReport(attempt, { recipient: RECIPIENT, status: 0x30 });
    expect(await reaches(world, requestId, 'sent', 'delivered')).toMatchObject({ status: 'sent' });
    await world.app.receiveReport(attempt, { recipient: RECIPIENT, status: 0 });
    await reaches(world, requestId, 'delivered');
  });

  it('goes on by itself after a kill, a force-stop that the gateway pokes, and a restart of the phone', async () => {
    const world = await setUpAppPath();
    world.phone.app.kill();
    await reaches(world, await sendText(world.gateway, 'after the kill'), 'delivered');
    await world.adb.adb('-s', world.phone.serial, 'shell', 'am', 'force-stop', 'app.relaydesk.relay');
    expect(world.app.isRunning).toBe(false);
    await reaches(world, await sendText(world.gateway, 'after the force-stop'), 'delivered');
    await world.phone.reboot();
    await reaches(world, await sendText(world.gateway, 'after the restart'), 'delivered');
    expect([...submitsByText(world.phone).values()]).toEqual([1, 1, 1]);
    expect(world.offences()).toEqual([]);
  });

  it('settles what a kill left open, by the sent folder of the phone', async () => {
    const world = await setUpAppPath({
      radioScript: [{ times: 1, plan: { isResultLost: true, delivery: 'missing' } }],
    });
    const requestId = await sendText(world.gateway, 'result lost with the phone off');
    await waitFor('the radio to have it', () => world.phone.radio.log().length === 1);
    await world.phone.reboot();
    await reaches(world, requestId, 'sent');
    expect([...submitsByText(world.phone).values()]).toEqual([1]);
  });

  it('settles so a failed one too, as a failure that may have left', async () => {
    const world = await setUpAppPath({ radioScript: [{ plan: { isResultLost: true, result: 4 } }] });
    const requestId = await sendText(world.gateway, 'failure lost with the phone off');
    await waitFor('the radio to have it', () => world.phone.radio.log().length === 1);
    await world.phone.reboot();
    const message = await reaches(world, requestId, 'failed', 'unknown');
    expect(message).toMatchObject({
      status: 'failed',
      failure: { code: 'generic_failure' },
      may_have_left: true,
    });
    expect([...submitsByText(world.phone).values()]).toEqual([1]);
  });

  it('keeps a text that airplane mode turned back, and does not call it failed', async () => {
    const world = await setUpAppPath();
    world.phone.setAirplane(true);
    const requestId = await sendText(world.gateway, 'held by airplane mode');
    const held = await waitFor('the radio to have turned it back', async () => {
      const { body } = await world.gateway.api('GET', `/v1/messages/${requestId}`);
      return body['attempts'] === 1 && body['status'] === 'queued' ? body : undefined;
    });
    expect(held['attempt_log']).toMatchObject([{ outcome: 'failed', code: 'radio_off' }]);
    expect(held).toMatchObject({ failure: null });
    expect(held['waiting']).not.toBeNull();
  });
});

describe('a text received by the relay app', () => {
  const SHORT = 'Yes, I am coming at six';
  const LONG = `Is the ${'very '.repeat(40)}long coat still there?`;

  async function setUpInbox(): Promise<AppPathWorld> {
    const world = await setUpAppPath();
    await reaches(world, await sendText(world.gateway, 'Shall we keep it for you?'), 'delivered');
    const switched = await world.gateway.console('POST', '/console/inbox/switch', {
      sim: 'Relay Device 1/1',
      on: true,
    });
    expect(switched, JSON.stringify(switched)).toMatchObject({ ok: true });
    // What is handed over after the switch shows that the phone has heard of it.
    await reaches(world, await sendText(world.gateway, 'We keep it till Friday'), 'delivered');
    return world;
  }

  const inbox = async (world: AppPathWorld): Promise<readonly unknown[]> => {
    const { body } = await world.gateway.api('GET', '/v1/inbox');
    return Array.isArray(body['items']) ? body['items'].map((item: { text?: unknown }) => item.text) : [];
  };

  const arrives = (world: AppPathWorld, ...texts: readonly string[]) =>
    waitFor(`${texts.length} texts in the inbox`, async () => (await inbox(world)).length >= texts.length, {
      deadlineMs: 40_000,
    }).then(async () => expect([...(await inbox(world))].sort()).toEqual([...texts].sort()));

  it('reaches GET /v1/inbox once, in one part or more', async () => {
    const world = await setUpInbox();
    world.phone.radio.receive({ from: RECIPIENT, body: SHORT });
    world.phone.radio.receive({ from: RECIPIENT, body: LONG });
    await arrives(world, SHORT, LONG);
  });

  it('reaches it once when it came while the cable was out', async () => {
    const world = await setUpInbox();
    await world.phone.unplug();
    world.phone.radio.receive({ from: RECIPIENT, body: SHORT });
    world.phone.radio.receive({ from: RECIPIENT, body: LONG, isSilent: true });
    world.phone.app.kill();
    await world.phone.plug();
    await arrives(world, SHORT, LONG);
  });

  it.each(['received_committed', 'ack_read'])(
    'reaches it once when the app is killed at %s',
    async (step) => {
      const world = await setUpInbox();
      world.app.killAt(step);
      world.phone.radio.receive({ from: RECIPIENT, body: LONG });
      await waitFor('the kill', () => !world.app.isRunning);
      await arrives(world, LONG);
    },
  );

  it('reaches it once when the gateway is killed as it comes', async () => {
    const world = await setUpInbox();
    world.phone.radio.receive({ from: RECIPIENT, body: SHORT });
    await killAndRestart(world);
    await arrives(world, SHORT);
  });
});
