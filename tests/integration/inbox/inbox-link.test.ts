/** A text received by a phone reaches the API once, whatever breaks on its way; what must stay on the phone stays. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import { TestPhone } from '../../support/test-phone.ts';
import { linkTestPhone, pairTestPhone } from './inbox-world.ts';
import { GUEST, setUpPhone } from './phone-process-world.ts';

const STRANGER = '+9779822222222';

describe('a text that a phone receives', () => {
  it('is in GET /v1/inbox once, with the message it answers', async () => {
    const world = await setUpPhone();
    world.radio.receive({ from: GUEST, body: 'Yes' });
    expect(await world.until('Yes')).toEqual(['Yes']);
    const { body } = await world.gateway.api('GET', '/v1/inbox');
    expect(body['items']).toMatchObject([{ from: GUEST, device_name: 'Till', sim: 1, mode: 'live' }]);
    const [item] = body['items'] as { request_id: string }[];
    const answered = await world.gateway.api('GET', `/v1/messages/${item?.request_id ?? ''}`);
    expect(answered.body).toMatchObject({ to: GUEST, text: 'Table at eight?' });
  });

  it('waits on the phone while the link is down, and comes once', async () => {
    const world = await setUpPhone();
    world.tunnel.cut();
    world.radio.receive({ from: GUEST, body: 'Sent while cut off' });
    await waitFor('the phone to notice', () => !world.relay.state.isLinked);
    expect(await world.inbox()).toEqual([]);
    world.tunnel.mend();
    world.relay.poke();
    expect(await world.until('Sent while cut off')).toEqual(['Sent while cut off']);
  });

  it('comes once when broadcast and inbox scan both find it, and when only the scan does', async () => {
    const world = await setUpPhone();
    world.radio.receive({ from: GUEST, body: 'Heard' });
    await world.until('Heard');
    await world.relay.stop();
    world.radio.receive({ from: GUEST, body: 'Missed by the broadcast', isSilent: true });
    world.relay.start();
    expect(await world.until('Missed by the broadcast')).toEqual(['Missed by the broadcast', 'Heard']);
  });

  it('is kept once when the gateway is killed after storing it and before the phone has the ack', async () => {
    const world = await setUpPhone();
    world.tunnel.holdAnswers();
    world.radio.receive({ from: GUEST, body: 'Stored, not acked' });
    await world.until('Stored, not acked');
    await world.restartGateway();
    world.tunnel.mend();
    await world.linked();
    world.radio.receive({ from: GUEST, body: 'And then?' });
    expect(await world.until('And then?')).toEqual(['And then?', 'Stored, not acked']);
  });

  it('is kept once when the gateway is killed the moment it may have come', async () => {
    const world = await setUpPhone();
    world.radio.receive({ from: GUEST, body: 'Just before the crash' });
    await world.restartGateway();
    await world.linked();
    expect(await world.until('Just before the crash')).toEqual(['Just before the crash']);
  });

  it('is on disk when the phone has its ack, though the gateway is killed that moment', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-inbox-ack-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const gateway = await startGateway({ dataDir: directory });
    onTestFinished(async () => {
      await gateway.stop();
    });
    const code = await gateway.console('POST', '/console/pairing-codes', { name: 'Till' });
    const paired = await pairTestPhone(gateway.ready.relay_port, String(code['code']));
    await gateway.console('POST', '/console/inbox/switch', { sim: 'Till/1', on: true });
    const phone = new TestPhone(gateway.ready.relay_port);
    const { session } = await linkTestPhone(phone, paired);
    phone.say({
      t: 'inbound',
      session,
      seq: 1,
      inbound_id: 'ab'.repeat(32),
      from: STRANGER,
      body: 'STOP',
      sim_id: 1,
      received_at: Date.now(),
      parts: 1,
      smsc_at: null,
    });
    await phone.next('ack');
    await gateway.kill();
    phone.hangUp();
    const token = gateway.ready.token ?? '';
    const again = await startGateway({ dataDir: directory, token });
    onTestFinished(async () => {
      await again.stop();
    });
    const { body } = await again.api('GET', '/v1/inbox');
    expect(body['items']).toMatchObject([{ text: 'STOP', from: STRANGER }]);
  });

  it('is kept once when the relay is killed before it noted the ack', async () => {
    const world = await setUpPhone();
    world.killRelayAt('ack_read');
    world.radio.receive({ from: GUEST, body: 'Ack lost' });
    await waitFor('the relay to be dead', () => !world.relay.state.isRunning);
    world.relay.start();
    await world.linked();
    world.radio.receive({ from: GUEST, body: 'After the restart' });
    expect(await world.until('After the restart')).toEqual(['After the restart', 'Ack lost']);
  });

  it('survives the relay being killed while the link is down', async () => {
    const world = await setUpPhone();
    world.tunnel.cut();
    world.radio.receive({ from: GUEST, body: 'In the ledger' });
    await waitFor('the phone to notice', () => !world.relay.state.isLinked);
    world.relay.kill();
    world.tunnel.mend();
    world.relay.start();
    expect(await world.until('In the ledger')).toEqual(['In the ledger']);
  });

  it('is kept once and in order when ten come among five kills of both sides', async () => {
    const world = await setUpPhone();
    const sent: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      const body = `text ${n}`;
      world.radio.receive({ from: GUEST, body });
      sent.unshift(body);
      if (n % 4 === 1) await world.restartGateway();
      if (n % 4 === 3) {
        world.relay.kill();
        world.relay.start();
      }
    }
    await world.linked();
    expect(await world.until('text 9')).toEqual(sent);
  });
});

describe('the inbox rule', () => {
  it('lets STOP of a stranger out, and leaves every other text of theirs on the phone', async () => {
    const world = await setUpPhone();
    world.radio.receive({ from: STRANGER, body: 'Your bank code is 123456' });
    world.radio.receive({ from: STRANGER, body: 'stop' });
    expect(await world.until('stop')).toEqual(['stop']);
  });

  it('keeps nothing of a SIM that is off, and takes in from the next text on once it is switched on', async () => {
    const world = await setUpPhone({ isOn: false });
    world.radio.receive({ from: GUEST, body: 'While off' });
    world.radio.receive({ from: GUEST, body: 'STOP' });
    await world.switchInbox(true);
    // The switch is told by a config frame; only a text after it shows that it has arrived.
    let n = 0;
    await waitFor('a text to get through', async () => {
      n += 1;
      world.radio.receive({ from: GUEST, body: `While on ${n}` });
      return (await world.inbox()).length > 0;
    });
    expect(await world.inbox()).not.toEqual(expect.arrayContaining(['While off']));
    expect(await world.inbox()).not.toEqual(expect.arrayContaining(['STOP']));
    await world.switchInbox(false);
    // Linked anew, the phone has certainly heard of it: the welcome says so.
    await world.restartGateway();
    await world.linked();
    const before = (await world.inbox()).length;
    world.radio.receive({ from: GUEST, body: 'Off again' });
    await world.switchInbox(true);
    await waitFor('a text to get through again', async () => {
      n += 1;
      world.radio.receive({ from: GUEST, body: `While on ${n}` });
      return (await world.inbox()).length > before;
    });
    expect(await world.inbox()).not.toEqual(expect.arrayContaining(['Off again']));
  });

  it('stays switched on over a restart of the gateway', async () => {
    const world = await setUpPhone();
    await world.restartGateway();
    await world.linked();
    world.radio.receive({ from: GUEST, body: 'Still on' });
    expect(await world.until('Still on')).toEqual(['Still on']);
  });
});
