import { describe, expect, it } from 'vitest';
import { encodeFrame, MAX_FRAME_BYTES, type PhoneFrames } from '../../../electron/gateway/relay/frames.ts';
import { makeWorld, newId } from './test-world.ts';
import type { MakeRelay } from './relay-under-test.ts';

const DAY_MS = 24 * 3_600_000;

/** Ledger rules 7 and 8: answers are writes; what is kept and what is forgotten. */
export function describeLedger(makeRelay: MakeRelay): void {
  describe('rule 7: an answer is a write', () => {
    it('tombstones an attempt that it was asked for, and never submits it, on any connection', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      expect(await link.query(send.attempt_id)).toMatchObject([
        { attempt_id: send.attempt_id, request_id: null, state: 'never_seen' },
      ]);
      const again = await world.restart();
      again.send(send);
      expect(await again.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'revoked' });
      expect(await again.query(send.attempt_id)).toMatchObject([{ state: 'never_seen' }]);
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('tombstones an attempt that is cancelled before it came', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      expect(await link.cancel(send.attempt_id)).toMatchObject({ state: 'rejected', reason: 'cancelled' });
      link.send(send);
      expect(await link.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'revoked' });
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('lets the message of a tombstoned attempt go out under a new id', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      await link.query(send.attempt_id);
      const next = { ...send, attempt_id: newId('att') };
      link.send(next);
      await link.report(next.attempt_id, 'sent');
    });

    it('stops an attempt that is only accepted, and says so in a report too', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      // Both lines in one write: the relay reads the cancel before the hand-over of the send.
      link.sendTogether([send, { t: 'cancel', attempt_id: send.attempt_id }]);
      const answer = await link.expectFrame('ledger', (frame) => frame.query_id === send.attempt_id);
      const [entry] = answer.entries;
      expect(['rejected', 'submitting', 'sent']).toContain(entry?.state);
      const isStopped = entry?.state === 'rejected';
      if (isStopped)
        expect(await link.report(send.attempt_id, 'rejected')).toMatchObject({ reason: 'cancelled' });
      else await link.report(send.attempt_id, 'sent');
      expect(await world.submits(send.attempt_id)).toHaveLength(isStopped ? 0 : 1);
    });

    it('answers a cancel that comes too late with what holds', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      expect(await link.cancel(send.attempt_id)).toMatchObject({ state: 'sent' });
    });

    it('answers a query in the order asked, in one frame', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'sent');
      const ids = [newId('att'), send.attempt_id, newId('att')];
      const entries = await link.query(...ids);
      expect(entries.map((entry) => entry.attempt_id)).toEqual(ids);
      expect(entries.map((entry) => entry.state)).toEqual(['never_seen', 'sent', 'never_seen']);
    });

    it('lists what changed since a time, in pages of at most 50', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const early = world.newSend();
      link.send(early);
      await link.report(early.attempt_id, 'delivered');
      await link.settled();
      world.gateway.timeOffsetMs = DAY_MS;
      link.send({ t: 'pong', time: world.gateway.now() });
      const since = world.gateway.now() - 60_000;
      const sends = Array.from({ length: 120 }, () => world.newSend());
      for (const send of sends) link.send(send);
      for (const send of sends) await link.report(send.attempt_id, 'sent');
      const pages = await link.listSince(since);
      expect(pages.map((page) => [page.entries.length, page.more])).toEqual([
        [50, true],
        [50, true],
        [20, false],
      ]);
      const listed = pages.flatMap((page) => page.entries.map((entry) => entry.attempt_id));
      expect(listed).toEqual(sends.map((send) => send.attempt_id).sort());
    });

    it('lists one page at a time where it is asked for pages, each entry once and with its SIM', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const since = world.gateway.now() - 60_000;
      const sends = Array.from({ length: 7 }, () => world.newSend());
      for (const send of sends) link.send(send);
      for (const send of sends) await link.report(send.attempt_id, 'delivered');
      await link.settled();
      const listed: string[] = [];
      const sizes: number[] = [];
      let place: PhoneFrames['ledger']['next'] | { since: number } = { since };
      while (typeof place === 'object' && place !== null) {
        const page: PhoneFrames['ledger'] = await link.listPage(place, 3);
        expect(page.more).toBe(false);
        const held = page.entries.filter((entry) => entry.state !== 'never_seen');
        expect(held.map((entry) => entry.sim_id)).toEqual(held.map(() => sends[0]?.sim.id));
        sizes.push(page.entries.length);
        listed.push(...page.entries.map((entry) => entry.attempt_id));
        place = page.next;
      }
      expect(place).toBeNull();
      expect(sizes.slice(0, -1).every((size) => size === 3)).toBe(true);
      const ids = sends.map((send) => send.attempt_id);
      expect(listed.filter((id) => ids.includes(id)).toSorted()).toEqual(ids.toSorted());
    });

    it('cuts an answer into frames of at most 64 KiB', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const long = { text: 'x'.repeat(15 * 153), max_parts: 15 };
      const sends = Array.from({ length: 50 }, () => world.newSend(long));
      for (const send of sends) link.send(send);
      for (const { attempt_id } of sends) {
        const fits = (frame: PhoneFrames['report']): boolean =>
          frame.attempt_id === attempt_id && frame.state === 'delivered' && frame.part === 15;
        await link.expectFrame('report', fits, `the last delivery report of ${attempt_id}`);
      }
      const ids = sends.map((send) => send.attempt_id).sort();
      for (const pages of [await link.queryPages(...ids), await link.listSince(0)]) {
        expect(pages.length).toBeGreaterThan(1);
        expect(pages.map((page) => page.more)).toEqual(pages.map((_, n) => n + 1 < pages.length));
        const sizes = pages.map((page) => Buffer.byteLength(encodeFrame(page)));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
        const entries = pages.flatMap((page) => page.entries);
        expect(entries.map((entry) => entry.attempt_id)).toEqual(ids);
        expect(entries.map((entry) => entry.part_results?.length)).toEqual(ids.map(() => 15));
      }
    });

    it('answers a list of nothing with one empty page', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      expect(await link.listSince(world.gateway.now() + DAY_MS)).toMatchObject([
        { entries: [], more: false },
      ]);
    });
  });

  describe('rule 8: ledger id, pruning, room', () => {
    it('keeps its ledger id across kill and reboot', async () => {
      await using world = await makeWorld(makeRelay);
      const first = await world.link();
      const second = await world.restart();
      const third = await world.reboot();
      const ids = [first, second, third].map(
        (link) => link.frames.find((frame) => frame.t === 'hello')?.ledger_id,
      );
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    });

    it('forgets final, acked attempts after 30 days; their ids are forgotten and too old to be sent', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const old = world.newSend();
      link.send(old);
      await link.report(old.attempt_id, 'delivered');
      await link.settled();
      await world.relay.advance(31 * DAY_MS);
      await link.settled();
      expect(await link.query(old.attempt_id)).toMatchObject([{ state: 'forgotten' }]);
      link.send(old);
      expect(await link.report(old.attempt_id, 'rejected')).toMatchObject({ reason: 'too_old' });
      expect(await world.submits(old.attempt_id)).toHaveLength(1);
      const young = world.newSend({ not_after: world.gateway.now() + 60 * DAY_MS });
      link.send(young);
      await link.report(young.attempt_id, 'sent');
    });

    it('keeps what was not acked, however old', async () => {
      await using world = await makeWorld(makeRelay, { prepare: (gateway) => (gateway.isAcking = false) });
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      await world.relay.advance(31 * DAY_MS);
      await link.settled();
      expect(await link.query(send.attempt_id)).toMatchObject([{ state: 'sent' }]);
    });

    it('rejects with ledger_full when there is no room, and submits nothing', async () => {
      await using world = await makeWorld(makeRelay, { maxRows: 1 });
      const link = await world.link();
      const [first, second] = [world.newSend(), world.newSend()];
      link.send(first);
      await link.report(first.attempt_id, 'accepted');
      link.send(second);
      expect(await link.report(second.attempt_id, 'rejected')).toMatchObject({ reason: 'ledger_full' });
      expect(await world.submits(second.attempt_id)).toEqual([]);
    });
  });
}
