import { describe, expect, it } from 'vitest';
import { UNPACED } from './false-gateway.ts';
import { makeWorld, SIM } from './test-world.ts';
import type { MakeRelay } from './relay-under-test.ts';
import { waitFor } from '../../support/wait-for.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Ledger rules 4 to 6: seqs and resends, gateway time, pacing, parts, SIM. */
export function describeSeqAndTime(makeRelay: MakeRelay): void {
  describe('rule 4: reports carry a seq and are resent in order until acked', () => {
    it('sends a heartbeat first, then every unacked report again in order, after a lost connection', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      link.ack(1);
      await link.settled();
      link.cut();
      const again = await world.relinked(link);
      await again.report(send.attempt_id, 'delivered');
      const told = again.frames.filter((frame) => frame.t === 'heartbeat' || frame.t === 'report');
      expect(told.map((frame) => (frame.t === 'report' ? frame.seq : frame.t))).toEqual([
        'heartbeat',
        2,
        3,
        4,
      ]);
      expect(again.frames.find((frame) => frame.t === 'hello')).toMatchObject({
        acked_seq: 1,
        newest_attempt_id: send.attempt_id,
      });
    });

    it('resends after a kill what was committed and not acked', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      const again = await world.restart();
      await again.report(send.attempt_id, 'delivered');
      expect(again.reports.map((report) => report.seq)).toEqual([1, 2, 3, 4]);
    });

    it('takes last_seq of welcome as an ack', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      world.gateway.lastSeq = 3;
      link.cut();
      const again = await world.relinked(link);
      await again.report(send.attempt_id, 'delivered');
      expect(again.reports.map((report) => report.seq)).toEqual([4]);
    });

    it('ignores an ack for another ledger', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      link.ack(4, '0'.repeat(32));
      await link.settled();
      link.cut();
      const again = await world.relinked(link);
      await again.report(send.attempt_id, 'accepted');
    });
  });

  describe('rule 5: time on the phone is gateway time', () => {
    it('stamps reports with gateway time, whatever its wall clock says', async () => {
      await using world = await makeWorld(makeRelay, {
        prepare: (gateway) => (gateway.timeOffsetMs = -400 * DAY_MS),
      });
      world.relay.skewWallClock(3 * 3_600_000);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      const { at } = await link.report(send.attempt_id, 'sent');
      expect(Math.abs(at - world.gateway.now())).toBeLessThan(5_000);
    });

    it('follows the time of a pong', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      world.gateway.timeOffsetMs = 10 * MINUTE_MS;
      link.send({ t: 'pong', time: world.gateway.now() });
      const send = world.newSend({ not_after: world.gateway.now() - 1_000 });
      link.send(send);
      expect(await link.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'expired' });
    });

    it('keeps the time of a pong when the app dies', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      world.gateway.timeOffsetMs = 10 * MINUTE_MS;
      link.send({ t: 'pong', time: world.gateway.now() });
      const send = world.newSend({ not_after: world.gateway.now() + 5 * MINUTE_MS });
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      await world.relay.advance(7 * MINUTE_MS);
      world.gateway.timeOffsetMs = 17 * MINUTE_MS;
      const again = await world.restart();
      expect(await again.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'expired' });
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('rejects what is past its time as expired, and submits nothing', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend({ not_after: world.gateway.now() - 1 });
      link.send(send);
      expect(await link.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'expired' });
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('looks at the time again just before submitting', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend({ not_after: world.gateway.now() + 5 * MINUTE_MS });
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      await world.relay.advance(10 * MINUTE_MS);
      world.gateway.timeOffsetMs = 10 * MINUTE_MS;
      const again = await world.restart();
      expect(await again.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'expired' });
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('submits nothing in a boot without a welcome yet', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      world.gateway.isWelcoming = false;
      await world.relay.reboot();
      const waiting = await waitFor('its hello', () => world.gateway.connections[1], { everyMs: 5 });
      await waiting.expectFrame('hello');
      expect(await world.submits(send.attempt_id)).toEqual([]);
      world.gateway.isWelcoming = true;
      waiting.cut();
      const again = await world.relinked(link);
      await again.report(send.attempt_id, 'sent');
    });
  });

  describe('rule 6: pacing, parts and the SIM named', () => {
    const paced = { ...UNPACED, parts_per_minute: 10 };

    it('lets 5 parts through in the first minute of a new ledger, then says when to come again', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = paced) });
      const link = await world.link();
      for (let sent = 0; sent < 5; sent += 1) {
        const send = world.newSend();
        link.send(send);
        await link.report(send.attempt_id, 'sent');
      }
      const sixth = world.newSend();
      link.send(sixth);
      const { reason, retry_after_ms } = await link.report(sixth.attempt_id, 'rejected');
      expect(reason).toBe('paced');
      expect(retry_after_ms).toBeGreaterThan(50_000);
      expect(retry_after_ms).toBeLessThanOrEqual(MINUTE_MS);
    });

    it('counts parts, not messages, in any sliding minute', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = paced) });
      await world.relay.advance(MINUTE_MS);
      const link = await world.link();
      for (let sent = 0; sent < 3; sent += 1) {
        const send = world.newSend({ text: 'z'.repeat(400) });
        link.send(send);
        await link.report(send.attempt_id, 'accepted');
      }
      const two = world.newSend({ text: 'z'.repeat(200) });
      link.send(two);
      expect(await link.report(two.attempt_id, 'rejected')).toMatchObject({ reason: 'paced' });
      const one = world.newSend();
      link.send(one);
      await link.report(one.attempt_id, 'accepted');
      await world.relay.advance(MINUTE_MS);
      const later = world.newSend({ text: 'z'.repeat(200) });
      link.send(later);
      await link.report(later.attempt_id, 'accepted');
    });

    it('remembers what it submitted across a kill', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = paced) });
      const link = await world.link();
      for (let sent = 0; sent < 5; sent += 1) link.send(world.newSend());
      await link.expectFrame('report', (report) => report.seq >= 5 && report.state === 'sent');
      await link.settled();
      const again = await world.restart();
      const next = world.newSend();
      again.send(next);
      expect(await again.report(next.attempt_id, 'rejected')).toMatchObject({ reason: 'paced' });
    });

    it('does not pace when the gateway says null', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const sends = Array.from({ length: 60 }, () => world.newSend());
      for (const send of sends) link.send(send);
      for (const send of sends) await link.report(send.attempt_id, 'sent');
    });

    it('applies a config that comes later', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.config = paced) });
      const link = await world.link();
      link.send({ t: 'config', config: UNPACED });
      const sends = Array.from({ length: 12 }, () => world.newSend());
      for (const send of sends) link.send(send);
      for (const send of sends) await link.report(send.attempt_id, 'sent');
    });

    const lengths = [
      { title: '161 GSM letters are 2 parts', text: 'a'.repeat(161), parts: 2 },
      { title: '160 GSM letters are 1 part', text: 'a'.repeat(160), parts: 1 },
      { title: 'a letter of the extension table counts twice', text: `${'a'.repeat(159)}€`, parts: 2 },
      { title: '71 letters with one outside GSM are 2 parts', text: `${'a'.repeat(70)}ş`, parts: 2 },
      { title: '35 emoji are 1 part', text: '😀'.repeat(35), parts: 1 },
      { title: 'an emoji is never cut in two', text: `${'a'.repeat(66)}😀${'a'.repeat(66)}`, parts: 3 },
      {
        title: 'an extension letter is never cut in two',
        text: `${'a'.repeat(152)}€${'a'.repeat(152)}`,
        parts: 3,
      },
    ];
    for (const { title, text, parts } of lengths) {
      it(`counts parts as Android does: ${title}`, async () => {
        await using world = await makeWorld(makeRelay);
        const link = await world.link();
        const send = world.newSend({ text });
        link.send(send);
        expect(await link.report(send.attempt_id, 'accepted')).toMatchObject({ parts });
        const over = world.newSend({ text, max_parts: Math.max(1, parts - 1) });
        link.send(over);
        if (parts === 1) await link.report(over.attempt_id, 'accepted');
        else
          expect(await link.report(over.attempt_id, 'rejected')).toMatchObject({ reason: 'too_many_parts' });
      });
    }

    const others = [
      { title: 'a subscription it does not have', sim: { id: 7, mcc_mnc: null } },
      { title: 'another network behind the same id', sim: { id: SIM.id, mcc_mnc: '26202' } },
    ];
    for (const { title, sim } of others) {
      it(`rejects ${title} as sim_changed`, async () => {
        await using world = await makeWorld(makeRelay);
        const link = await world.link();
        const send = world.newSend({ sim });
        link.send(send);
        expect(await link.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'sim_changed' });
        expect(await world.submits(send.attempt_id)).toEqual([]);
      });
    }
  });
}
