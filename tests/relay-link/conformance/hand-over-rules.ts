import { describe, expect, it } from 'vitest';
import { makeWorld, newId } from './test-world.ts';
import type { MakeRelay } from './relay-under-test.ts';

/** Ledger rules 1 to 3: committed before told, never twice, submitting before the radio. */
export function describeHandOver(makeRelay: MakeRelay): void {
  describe('rule 1: committed before accepted is sent', () => {
    it('reports accepted with its part count, submitting, sent and delivered, in order of seq', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      expect(link.reports.map(({ seq, state, parts }) => ({ seq, state, parts }))).toEqual([
        { seq: 1, state: 'accepted', parts: 1 },
        { seq: 2, state: 'submitting', parts: 1 },
        { seq: 3, state: 'sent', parts: 1 },
        { seq: 4, state: 'delivered', parts: 1 },
      ]);
      expect(await world.submits(send.attempt_id)).toMatchObject([{ to: send.to, text: send.text, part: 1 }]);
    });

    it('holds an accepted attempt after a kill right after the commit, and submits it once', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('accepted_committed');
      link.send(send);
      await link.waitClosed();
      const again = await world.restart();
      await again.report(send.attempt_id, 'accepted');
      await again.report(send.attempt_id, 'sent');
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    it('knows nothing of a send that it was killed on before the commit', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      world.relay.killAt('send_read');
      link.send(send);
      await link.waitClosed();
      const again = await world.restart();
      expect(await again.query(send.attempt_id)).toMatchObject([{ state: 'never_seen' }]);
      expect(await world.submits(send.attempt_id)).toEqual([]);
    });
  });

  describe('rule 2: an attempt is never submitted twice', () => {
    it('answers a known attempt with what the ledger says', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const send = world.newSend();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      link.send(send);
      const answer = await link.expectFrame('ledger', (frame) => frame.query_id === send.attempt_id);
      expect(answer.entries).toMatchObject([
        { attempt_id: send.attempt_id, request_id: send.request_id, state: 'sent', parts: 1 },
      ]);
      expect(answer.entries[0]?.part_results).toMatchObject([
        { n: 1, state: 'sent', delivery: 'delivered', result: -1 },
      ]);
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    it('answers a known attempt so after a restart and on another connection', async () => {
      await using world = await makeWorld(makeRelay);
      const send = world.newSend();
      const link = await world.link();
      link.send(send);
      await link.report(send.attempt_id, 'delivered');
      const again = await world.restart();
      again.send(send);
      await again.expectFrame('ledger', (frame) => frame.query_id === send.attempt_id);
      expect(await world.submits(send.attempt_id)).toHaveLength(1);
    });

    const others = { to: '+4915187654321', text: 'Another text', request_id: newId('req') };
    for (const [field, value] of Object.entries(others)) {
      it(`refuses a known attempt with another ${field} as attempt_mismatch`, async () => {
        await using world = await makeWorld(makeRelay);
        const link = await world.link();
        const send = world.newSend();
        link.send(send);
        await link.report(send.attempt_id, 'sent');
        link.send({ ...send, [field]: value });
        const { attempt_id } = send;
        expect(await link.expectFrame('error')).toMatchObject({ code: 'attempt_mismatch', attempt_id });
        expect(await world.submits(attempt_id)).toHaveLength(1);
      });
    }

    it('refuses a message that another attempt may have sent, naming that attempt', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const first = world.newSend();
      link.send(first);
      await link.report(first.attempt_id, 'sent');
      const second = world.newSend({ request_id: first.request_id, text: first.text });
      link.send(second);
      expect(await link.report(second.attempt_id, 'rejected')).toMatchObject({
        reason: 'duplicate_message',
        earlier: { attempt_id: first.attempt_id, state: 'sent' },
      });
      expect(await world.submits(second.attempt_id)).toEqual([]);
    });

    it('calls a second attempt that comes too late a duplicate, never expired, while the first may be out', async () => {
      await using world = await makeWorld(makeRelay);
      const link = await world.link();
      const first = world.newSend();
      link.send(first);
      await link.report(first.attempt_id, 'sent');
      const late = { not_after: world.gateway.now() - 1_000 };
      const second = world.newSend({ request_id: first.request_id, text: first.text, ...late });
      link.send(second);
      expect(await link.report(second.attempt_id, 'rejected')).toMatchObject({
        reason: 'duplicate_message',
        earlier: { attempt_id: first.attempt_id, state: 'sent' },
      });
      expect(await world.submits(second.attempt_id)).toEqual([]);
    });

    it('takes a message again when its earlier attempt failed with a code of the closed list', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { result: 4 }, times: 1 }]);
      const link = await world.link();
      const first = world.newSend();
      link.send(first);
      expect(await link.report(first.attempt_id, 'failed')).toMatchObject({ result: 4, part: 1, parts: 1 });
      const second = world.newSend({ request_id: first.request_id, text: first.text });
      link.send(second);
      await link.report(second.attempt_id, 'sent');
    });

    it('does not take it again when one of its parts was sent', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ part: 2, plan: { result: 4 } }]);
      const link = await world.link();
      const first = world.newSend({ text: 'x'.repeat(200) });
      link.send(first);
      await link.report(first.attempt_id, 'failed');
      const second = world.newSend({ request_id: first.request_id, text: first.text });
      link.send(second);
      expect(await link.report(second.attempt_id, 'rejected')).toMatchObject({ reason: 'duplicate_message' });
    });

    it('does not take it again when it failed with a code outside the list', async () => {
      await using world = await makeWorld(makeRelay);
      world.relay.scriptRadio([{ plan: { result: 1 }, times: 1 }]);
      const link = await world.link();
      const first = world.newSend();
      link.send(first);
      await link.report(first.attempt_id, 'failed');
      const second = world.newSend({ request_id: first.request_id, text: first.text });
      link.send(second);
      expect(await link.report(second.attempt_id, 'rejected')).toMatchObject({ reason: 'duplicate_message' });
    });
  });
}
