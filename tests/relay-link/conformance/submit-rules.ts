import { describe, expect, it } from 'vitest';
import { makeWorld } from './test-world.ts';
import type { MakeRelay } from './relay-under-test.ts';

const RESULT_WAIT_MS = 15 * 60_000;

/** Ledger rule 3: submitting is committed before the radio, and a crash is settled by the sent folder. */
export function describeSubmit(makeRelay: MakeRelay): void {
  describe('rule 3: submitting before the radio', () => {
    it('never calls the radio again after a kill between the commit and the call', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('submitting_committed');
      link.send(send);
      await link.waitClosed();
      const again = await world.restart();
      expect(await again.query(send.attempt_id)).toMatchObject([{ state: 'submitting' }]);
      await world.relay.advance(RESULT_WAIT_MS);
      await again.report(send.attempt_id, 'unknown');
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });

    it('learns from the sent intent that comes after the app died', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { resultAfterMs: 200 } }]);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('radio_called');
      link.send(send);
      await link.waitClosed();
      const again = await world.restart();
      await again.report(send.attempt_id, 'sent');
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    it('waits 15 min for a lost sent intent, then finds the text in the sent folder', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { isResultLost: true } }]);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('radio_called');
      link.send(send);
      await link.waitClosed();
      const again = await world.restart();
      await world.relay.advance(RESULT_WAIT_MS - 60_000);
      expect(await again.query(send.attempt_id)).toMatchObject([{ state: 'submitting' }]);
      await world.relay.advance(60_000);
      await again.report(send.attempt_id, 'sent');
      expect(await again.query(send.attempt_id)).toMatchObject([{ state: 'sent' }]);
    });

    it('asks the sent folder at once after a reboot: exactly one sent row is sent', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { isResultLost: true } }]);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.settled();
      const again = await world.reboot();
      await again.report(send.attempt_id, 'sent');
    });

    it('asks the sent folder at once after a reboot: exactly one failed row is failed with its code', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { isResultLost: true, result: 1, error: 38 } }]);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.settled();
      const again = await world.reboot();
      expect(await again.report(send.attempt_id, 'failed')).toMatchObject({ result: 1, error: 38 });
    });

    it('says unknown after a reboot when the radio never finished', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { resultAfterMs: 60_000 } }]);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.settled();
      const again = await world.reboot();
      await again.report(send.attempt_id, 'unknown');
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    it('says unknown when two attempts could own the one row', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { isResultLost: true } }]);
      const link = await world.link();
      const [first, second] = [world.newSend({ text: 'Same' }), world.newSend({ text: 'Same' })];
      for (const send of [first, second]) link.send(send);
      for (const send of [first, second]) await link.report(send.attempt_id, 'submitting');
      await link.settled();
      const again = await world.reboot();
      for (const send of [first, second]) await again.report(send.attempt_id, 'unknown');
    });

    it('lets a late sent intent raise unknown to sent', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { resultAfterMs: 1_500 } }]);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.settled();
      await world.relay.advance(RESULT_WAIT_MS);
      await link.report(send.attempt_id, 'unknown');
      await link.report(send.attempt_id, 'sent');
    });

    const exceptions = [
      'SecurityException',
      'IllegalArgumentException',
      'UnsupportedOperationException',
    ] as const;
    for (const exception of exceptions) {
      it(`takes ${exception} of the call as proof that nothing was submitted`, async () => {
        await using world = await makeWorld(makeRelay);
        world.relay.scriptRadio([{ plan: { throws: exception } }]);
        const link = await world.link();
        const send = world.newSend();
        link.send(send);
        await link.report(send.attempt_id, 'rejected');
        expect(await world.submits(send.attempt_id)).toEqual([]);
      });
    }

    it('stays submitting on any other exception and takes the later result', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { throws: 'RuntimeException', resultAfterMs: 200 } }]);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'submitting');
      await link.report(send.attempt_id, 'sent');
      expect(link.reports.some((report) => report.state === 'rejected')).toBe(false);
    });

    it('reports each part once, however often its intents fire', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { resultCopies: 3, deliveryCopies: 3 } }]);
      const link = await world.link();
      const send = world.newSend({ text: 'y'.repeat(200) });
      link.send(send);
      for (const part of [1, 2]) {
        await link.expectFrame('report', (report) => report.state === 'delivered' && report.part === part);
      }
      await link.settled();
      const told = link.reports.filter((report) => report.part !== undefined);
      expect(told.map((report) => `${String(report.part)} ${report.state}`).sort()).toEqual([
        '1 delivered',
        '1 sent',
        '2 delivered',
        '2 sent',
      ]);
    });
  });
}
