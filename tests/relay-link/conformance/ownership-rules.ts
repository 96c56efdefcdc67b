import { describe, expect, it } from 'vitest';
import { startFalseGateway, UNPACED } from './false-gateway.ts';
import { makeWorld, SIM } from './test-world.ts';
import type { GatewayConnection } from './gateway-connection.ts';
import type { MakeRelay } from './relay-under-test.ts';
import { waitFor } from '../../support/wait-for.ts';

const INBOX = { ...UNPACED, inbox: { sims: [SIM.id], stop_words: ['STOP'] } };

/** Who sent the texts that these connections brought. */
function inboundFrom(...links: readonly GatewayConnection[]): string[] {
  const frames = links.flatMap((link) => link.frames);
  return frames.flatMap((frame) => (frame.t === 'inbound' ? [frame.from] : []));
}

/** Ledger rules 9 to 11: texts received, one gateway, what is erased. */
export function describeOwnership(makeRelay: MakeRelay): void {
  describe('rule 9: texts received', () => {
    it('passes on an answer from a number that it texted, with an id that the provider gives too', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = INBOX) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'sent');
      world.relay.receive({ from: '015112345678', body: 'Yes please', sim: SIM.id });
      const inbound = await link.expectFrame('inbound');
      expect(inbound).toMatchObject({ from: '015112345678', body: 'Yes please', sim_id: SIM.id, parts: 1 });
      expect(inbound.inbound_id).toMatch(/^[0-9a-f]{64}$/);
      await link.settled();
      const again = await world.restart();
      await again.settled();
      expect(again.frames.filter((frame) => frame.t === 'inbound')).toEqual([]);
    });

    it('keeps the texts of strangers on the phone, except STOP words', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = INBOX) });
      const link = await world.link();
      await link.settled();
      world.relay.receive({ from: '+491700000001', body: 'Your bank code is 123', sim: SIM.id });
      world.relay.receive({ from: '+491700000002', body: ' stop ', sim: SIM.id });
      expect(await link.expectFrame('inbound')).toMatchObject({ from: '+491700000002' });
      expect(link.frames.filter((frame) => frame.t === 'inbound')).toHaveLength(1);
    });

    it('takes nobody for an answerer to whom nothing was handed to the radio', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = INBOX) });
      const link = await world.link();
      const send = world.newSend({ sim: { id: SIM.id + 1, mcc_mnc: null } });
      link.send(send);
      await link.report(send.attempt_id, 'rejected');
      world.relay.receive({ from: send.to, body: 'Yes please', sim: SIM.id });
      world.relay.receive({ from: '+491700000002', body: 'STOP', sim: SIM.id });
      await link.expectFrame('inbound', (frame) => frame.from === '+491700000002');
      expect(inboundFrom(link)).toEqual(['+491700000002']);
    });

    it('passes on nothing from a SIM that is not switched on', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      world.relay.receive({ from: '+491700000002', body: 'STOP', sim: SIM.id });
      await link.settled();
      expect(link.frames.filter((frame) => frame.t === 'inbound')).toEqual([]);
    });

    it('finds in the inbox what the broadcast missed', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = INBOX) });
      await (await world.link()).settled();
      await (await world.link()).settled();
      world.relay.receive({ from: '+491700000002', body: 'STOP', sim: SIM.id, isSilent: true });
      const again = await world.restart();
      await again.expectFrame('inbound');
    });

    it('keeps on the phone what came before a config switched its SIM on', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await link.settled();
      world.relay.receive({ from: '+491700000002', body: 'STOP', sim: SIM.id });
      world.relay.receive({ from: '+491700000003', body: 'STOP', sim: SIM.id, isSilent: true });
      await link.settled();
      world.gateway.config = INBOX;
      link.send({ t: 'config', config: INBOX });
      await link.settled();
      const again = await world.restart();
      await again.settled();
      world.relay.receive({ from: '+491700000004', body: 'STOP', sim: SIM.id });
      await again.expectFrame('inbound', (frame) => frame.from === '+491700000004');
      expect(inboundFrom(link, again)).toEqual(['+491700000004']);
    });

    it('keeps on the phone what came while it was away from a gateway that then switched its SIM on', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await link.settled();
      await world.relay.kill();
      world.relay.receive({ from: '+491700000003', body: 'STOP', sim: SIM.id, isSilent: true });
      world.gateway.config = INBOX;
      await world.relay.restart();
      const again = await world.relinked(link);
      await again.settled();
      const later = await world.restart();
      await later.settled();
      world.relay.receive({ from: '+491700000004', body: 'STOP', sim: SIM.id });
      await later.expectFrame('inbound', (frame) => frame.from === '+491700000004');
      expect(inboundFrom(again, later)).toEqual(['+491700000004']);
    });

    it('passes on what came before a config switched its SIM off', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = INBOX) });
      const link = await world.link();
      await link.settled();
      world.relay.receive({ from: '+491700000003', body: 'STOP', sim: SIM.id, isSilent: true });
      link.send({ t: 'config', config: UNPACED });
      expect(await link.expectFrame('inbound')).toMatchObject({ from: '+491700000003' });
    });

    it('resends a text received until it is acked', async () => {
      await using world = await makeWorld(makeRelay, {
        prepare: (gateway) => {
          gateway.config = INBOX;
          gateway.isAcking = false;
        },
      });
      const link = await world.link();
      await link.settled();
      world.relay.receive({ from: '+491700000002', body: 'STOP', sim: SIM.id });
      const first = await link.expectFrame('inbound');
      const again = await world.restart();
      expect(await again.expectFrame('inbound')).toMatchObject({
        seq: first.seq,
        inbound_id: first.inbound_id,
      });
    });
  });

  describe('rule 10: one gateway', () => {
    it('refuses to pair with another gateway', async () => {
      await using world = await makeWorld(makeRelay);
      const other = await startFalseGateway();
      const { code, pin, port } = other;
      expect(await world.relay.pair({ code, pin, host: '127.0.0.1', port })).toEqual({
        ok: false,
        reason: 'already_paired',
      });
      await other.goAway();
      expect(other.connections).toEqual([]);
    });

    it('goes over to another with replace, and tells it nothing of the first', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      const other = await startFalseGateway();
      const { code, pin, port } = other;
      await world.relay.pair({ code, pin, host: '127.0.0.1', port, replace: true });
      const linked = await other.welcomed(1);
      expect(await linked.listSince(0)).toMatchObject([{ entries: [] }]);
      expect(await linked.query(send.attempt_id)).toMatchObject([{ state: 'never_seen' }]);
      expect(linked.reports).toEqual([]);
      expect(linked.frames.find((frame) => frame.t === 'hello')).toMatchObject({ newest_attempt_id: null });
      await other.goAway();
    });

    it('submits nothing any more that the first gateway had only got accepted', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      world.gateway.isWelcoming = false;
      await world.relay.reboot();
      const other = await startFalseGateway();
      const { code, pin, port } = other;
      await world.relay.pair({ code, pin, host: '127.0.0.1', port, replace: true });
      const linked = await other.welcomed(1);
      const probe = world.newSend();
      linked.send(probe);
      await linked.report(probe.attempt_id, 'sent');
      expect(await world.submits(send.attempt_id)).toEqual([]);
      await other.goAway();
    });

    it('turns accepted attempts into rejected: unpaired when it was removed', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      world.gateway.refuseHello = { reason: 'removed', message: 'this phone was removed' };
      await world.relay.reboot();
      const refused = await waitFor('a refused hello', () => world.gateway.connections[1]);
      await refused.waitClosed();
      world.gateway.refuseHello = null;
      const { code, pin, port } = world.gateway;
      await world.relay.pair({ code, pin, host: '127.0.0.1', port });
      const again = await world.gateway.welcomed(2);
      expect(await again.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'unpaired' });
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('dials no more after its token was refused', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      world.gateway.refuseHello = { reason: 'bad_token', message: 'unknown token' };
      link.cut();
      await waitFor('the refusal', () => world.gateway.connections[1]?.isClosed);
      expect(await world.relay.poke()).toEqual({ ok: false, reason: 'not_paired' });
    });

    it('drops its token and closes when it is unpaired', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.send({ t: 'unpair', wipe_ledger: false });
      await link.waitClosed();
      expect(await world.relay.poke()).toEqual({ ok: false, reason: 'not_paired' });
    });

    it('has a new ledger id after an unpair that wipes', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.send({ t: 'unpair', wipe_ledger: true });
      await link.waitClosed();
      const { code, pin, port } = world.gateway;
      await world.relay.pair({ code, pin, host: '127.0.0.1', port });
      const again = await world.gateway.welcomed(2);
      const [before, after] = [link, again].map((each) => each.frames.find((frame) => frame.t === 'hello'));
      expect(after?.ledger_id).not.toBe(before?.ledger_id);
    });
  });

  describe('rule 11: sensitive texts', () => {
    it('are sent, and still known by their hash', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend({ sensitive: true, text: 'Your code is 482913' });
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      link.send(send);
      await link.expectFrame('ledger', (frame) => frame.query_id === send.attempt_id);
      link.send({ ...send, text: 'Your code is 000000' });
      await link.expectFrame('error', (error) => error.code === 'attempt_mismatch');
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    it('are kept until the sent folder was searched', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { isResultLost: true } }]);
      const link = await world.link();
      const send = world.newSend({ sensitive: true, text: 'Your code is 482914' });
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.settled();
      const again = await world.reboot();
      await again.report(send.attempt_id, 'sent');
    });
  });
}
