/** What the gateway says to the phone about the inbox, and what it does with a relay that breaks the rule. */
import { describe, expect, it } from 'vitest';
import { STOP_WORDS } from '../../../electron/shared/stop-words.ts';
import { waitFor } from '../../support/wait-for.ts';
import { setUpInbox, type InboxWorld } from './inbox-world.ts';

const GUEST = '+9779812345678';
const STRANGER = '+9779822222222';
const ON = { sims: [1], stop_words: [...STOP_WORDS] };
const OFF = { sims: [], stop_words: [...STOP_WORDS] };

const flip = (world: InboxWorld, on: boolean) =>
  world.console('POST', '/inbox/switch', { sim: 'Till/1', on });

describe('the switch of a SIM', () => {
  it('is off in the first welcome', async () => {
    const world = await setUpInbox({ isOn: false });
    expect(world.welcome.config.inbox).toEqual(OFF);
  });

  it('is told at once by a config frame, with all the rest of the config', async () => {
    const world = await setUpInbox({ isOn: false });
    await flip(world, true);
    const told = await world.phone.next('config');
    expect(told).toEqual({
      t: 'config',
      session: world.welcome.session,
      config: { ...world.welcome.config, inbox: ON },
    });
    await flip(world, false);
    expect((await world.phone.next('config')).config.inbox).toEqual(OFF);
  });

  it('is in the next welcome when the phone was away, and no config follows it', async () => {
    const world = await setUpInbox({ isOn: false });
    world.phone.hangUp();
    await waitFor('the phone to be away', async () => (await flip(world, true))['told_phone'] === false);
    expect((await world.relink()).config.inbox).toEqual(ON);
    world.phone.say({ t: 'ping', session: world.welcome.session });
    await world.phone.next('pong');
    expect(world.phone.frames.filter((frame) => frame.t === 'config')).toEqual([]);
  });
});

describe('an inbound frame', () => {
  it('of a SIM that is off is acked and not kept', async () => {
    const world = await setUpInbox({ isOn: false });
    await world.textTo('desk', GUEST);
    await world.receive({ from: GUEST, body: 'I should have stayed' });
    await world.receive({ from: GUEST, body: 'STOP' });
    expect((await world.get('/v1/inbox', 'archive')).texts).toEqual([]);
    expect((await world.relink()).last_seq).toBe(2);
  });

  it('of a number nobody texted is acked and not kept, though the SIM is on', async () => {
    const world = await setUpInbox();
    await world.receive({ from: STRANGER, body: 'Your bank code is 123456' });
    expect((await world.get('/v1/inbox', 'archive')).texts).toEqual([]);
  });

  it('that comes twice is acked twice and kept once: by its seq, and by its inbound_id', async () => {
    const world = await setUpInbox();
    await world.textTo('desk', GUEST);
    const inboundId = 'ab'.repeat(32);
    await world.receive({ from: GUEST, body: 'Yes', inboundId });
    world.phone.say({
      t: 'inbound',
      session: world.welcome.session,
      seq: 1,
      inbound_id: inboundId,
      from: GUEST,
      body: 'Yes',
      sim_id: 1,
      received_at: Date.now(),
      parts: 1,
      smsc_at: null,
    });
    expect((await world.phone.next('ack')).seq).toBe(1);
    await world.receive({ from: GUEST, body: 'Yes', inboundId });
    expect((await world.get('/v1/inbox', 'desk')).texts).toEqual(['Yes']);
  });

  it('with the longest sender and body, in any script, is given back as it came', async () => {
    const world = await setUpInbox();
    await world.textTo('desk', GUEST);
    const body = '🙏नमस्ते\u0000\n'.repeat(1_000);
    await world.receive({ from: GUEST, body });
    expect((await world.get('/v1/inbox', 'desk')).texts).toEqual([body]);
  });
});
