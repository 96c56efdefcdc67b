import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES } from '../../../electron/gateway/relay/frames.ts';
import { waitFor } from '../../support/wait-for.ts';
import { startFalseGateway, UNPACED } from './false-gateway.ts';
import { makeUnpairedWorld, makeWorld } from './test-world.ts';
import type { MakeRelay } from './relay-under-test.ts';

/** The wire itself: pairing, pin, sessions, redial, frames that are wrong. */
export function describeWire(makeRelay: MakeRelay): void {
  describe('wire: pairing and pin', () => {
    it('pairs by code and says hello on the same connection', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await link.expectFrame('heartbeat');
      expect(world.gateway.connections).toHaveLength(1);
      expect(link.frames.slice(0, 3).map((frame) => frame.t)).toEqual(['pair', 'hello', 'heartbeat']);
    });

    it('sends nothing to a gateway whose key is not the pinned one', async () => {
      await using world = await makeUnpairedWorld(makeRelay);
      const other = await startFalseGateway();
      const { code, port } = world.gateway;
      await world.relay.pair({ code, pin: other.pin, host: '127.0.0.1', port });
      const { connections } = world.gateway;
      await waitFor('the dial', () => world.gateway.brokenHandshakes > 0 || connections[0]?.isClosed);
      expect(connections.map((connection) => connection.bytesRead).filter((bytes) => bytes > 0)).toEqual([]);
      await other.goAway();
    });

    it('stays unpaired when the code is refused', async () => {
      await using world = await makeUnpairedWorld(makeRelay);
      const { pin, port } = world.gateway;
      await world.relay.pair({ code: 'wrong', pin, host: '127.0.0.1', port });
      await waitFor('the refusal', () => world.gateway.connections[0]?.isClosed);
      expect(await world.relay.poke()).toEqual({ ok: false, reason: 'not_paired' });
    });

    it('says that it is not paired when poked', async () => {
      await using world = await makeUnpairedWorld(makeRelay);
      expect(await world.relay.poke()).toEqual({ ok: false, reason: 'not_paired' });
    });

    it('keeps its pairing across a kill', async () => {
      await using world = await makeWorld(makeRelay);
      const again = await world.restart();
      expect(again.frames[0]).toMatchObject({ t: 'hello', token: world.gateway.token });
    });
  });

  describe('wire: redial', () => {
    it('dials again by itself after the connection was lost', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.cut();
      await world.relinked(link);
    });

    it('dials at once when poked', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await world.gateway.goAway();
      await waitFor('the link to be lost', () => link.isClosed);
      await world.gateway.listen();
      const before = performance.now();
      await world.relay.poke();
      await world.relinked(link);
      expect(performance.now() - before).toBeLessThan(700);
    });

    it('dials the port of the cable that a poke names, from then on', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await world.gateway.goAway();
      await waitFor('the link to be lost', () => link.isClosed);
      const before = world.gateway.port;
      world.gateway.port = 0;
      await world.gateway.listen();
      expect(world.gateway.port).not.toBe(before);
      await world.relay.poke(world.gateway.port);
      await world.relinked(link);
      await world.restart();
    });

    it('leaves a connection that is dead when it is poked', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      await link.settled();
      world.gateway.isAnswering = false;
      await world.relay.poke();
      await link.waitClosed();
      await world.relinked(link);
    });

    it('leaves a gateway that is silent for 3.5 heartbeats', async () => {
      await using world = await makeWorld(makeRelay, {
        prepare: (gateway) => {
          gateway.config = { ...UNPACED, heartbeat_charging_seconds: 1, heartbeat_battery_seconds: 1 };
          gateway.isAnswering = false;
        },
      });
      const link = await world.link();
      await link.waitClosed();
    });

    it('beats as often as the gateway says', async () => {
      await using world = await makeWorld(makeRelay, {
        prepare: (gateway) => {
          gateway.config = { ...UNPACED, heartbeat_charging_seconds: 1, heartbeat_battery_seconds: 1 };
        },
      });
      const link = await world.link();
      await waitFor(
        'a third heartbeat',
        () => link.frames.filter((frame) => frame.t === 'heartbeat').length >= 3,
      );
    });
  });

  describe('wire: frames', () => {
    it('answers ping with pong', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.send({ t: 'ping', time: world.gateway.now() });
      await link.expectFrame('pong');
    });

    it('drops frames of another session', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.writeLine(JSON.stringify({ ...send, session: (link.session ?? 0) + 1 }));
      expect(await link.query(send.attempt_id)).toMatchObject([{ state: 'never_seen' }]);
    });

    it('answers an unknown type with error and goes on', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.writeLine(JSON.stringify({ t: 'dance', session: link.session }));
      expect(await link.expectFrame('error')).toMatchObject({ code: 'unknown_frame' });
      await link.settled();
    });

    it('never answers an error', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      link.send({ t: 'error', code: 'unknown_frame', session: link.session ?? 0 });
      await link.settled();
      expect(link.frames.filter((frame) => frame.t === 'error')).toEqual([]);
    });

    it('ignores fields that it does not know', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.writeLine(
        JSON.stringify({ ...send, session: link.session, colour: 'blue', sim: { ...send.sim, eid: 1 } }),
      );
      await link.report(send.attempt_id, 'sent');
    });

    const bad = [
      { title: 'what is not JSON', line: 'hello?' },
      { title: 'a frame without fields that it needs', line: '{"t":"send","session":1}' },
      {
        title: 'a line over 64 KiB',
        line: JSON.stringify({ t: 'ping', filler: 'x'.repeat(MAX_FRAME_BYTES) }),
      },
    ];
    for (const { title, line } of bad) {
      it(`cuts the connection on ${title}, and comes back`, async () => {
        await using world = await makeWorld(makeRelay);
        const link = await world.link();
        link.writeLine(line);
        await link.waitClosed();
        await world.relinked(link);
      });
    }

    it('reads frames however TCP cuts them', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend({ text: 'Grüße 😀' });
      // Its first ping is answered by now: no frame of ours may fall between the pieces.
      await link.expectFrame('ping');
      await link.settled();
      await link.writeInPieces(`${JSON.stringify({ session: link.session, ...send })}\n`, 7);
      await link.report(send.attempt_id, 'sent');
      expect(await world.submits(send.attempt_id)).toMatchObject([{ text: 'Grüße 😀' }]);
    });
  });
}
