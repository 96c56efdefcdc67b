import { describe, expect, it } from 'vitest';
import type { GatewayConnection } from './gateway-connection.ts';
import type { MakeRelay, RelayStep } from './relay-under-test.ts';
import { makeWorld, newId, type World } from './test-world.ts';

/** What the radio log and the ledger must say after a crash at each step, once the phone is back and 15 min are over. */
const STEPS: readonly {
  readonly step: RelayStep;
  readonly submits: 0 | 1;
  readonly end: string;
}[] = [
  { step: 'send_read', submits: 0, end: 'never_seen' },
  { step: 'accepted_committed', submits: 1, end: 'sent' },
  { step: 'submitting_committed', submits: 0, end: 'unknown' },
  { step: 'radio_called', submits: 1, end: 'sent' },
  { step: 'result_read', submits: 1, end: 'sent' },
  { step: 'result_committed', submits: 1, end: 'sent' },
  { step: 'ack_read', submits: 1, end: 'sent' },
];
const RESULT_WAIT_MS = 15 * 60_000;

/** Kill -9 between any two steps of the hand-over, on the same boot and across a reboot. */
export function describeKillPoints(makeRelay: MakeRelay): void {
  describe('rules 1 to 4: kill -9 between any two steps', () => {
    for (const { step, submits, end } of STEPS) {
      for (const comeBack of ['restart', 'reboot'] as const) {
        it(`submits at most once and tells no lie after a kill at ${step} and a ${comeBack}`, async () => {
          await using world = await makeWorld(makeRelay);
          const link = await world.link();
          const send = world.newSend();
          world.relay.killAt(step);
          link.send(send);
          await link.waitClosed();
          const again = await world[comeBack]();
          const state = await settledState(world, again, send.attempt_id);
          expect(state).toBe(end);
          await expectNoSecondSubmit(world, again, send);
          expect((await world.submits(send.attempt_id)).length).toBe(submits);
        });
      }
    }
  });
}

/** What the ledger says once nothing can come any more. */
async function settledState(
  world: World,
  link: GatewayConnection,
  attemptId: string,
): Promise<string | undefined> {
  await world.relay.advance(RESULT_WAIT_MS);
  await link.settled();
  for (;;) {
    const [entry] = await link.query(attemptId);
    if (entry?.state !== 'accepted' && entry?.state !== 'submitting') return entry?.state;
    await link.expectFrame('report', (report) => isFinal(report.state), `the end of ${attemptId}`);
  }
}

function isFinal(state: string): boolean {
  return state === 'sent' || state === 'unknown' || state === 'rejected' || state === 'failed';
}

/** Neither the same attempt nor a new one of the same message may go out, unless the first is proven unsent. */
async function expectNoSecondSubmit(
  world: World,
  link: GatewayConnection,
  send: ReturnType<World['newSend']>,
): Promise<void> {
  const [entry] = await link.query(send.attempt_id);
  link.send(send);
  const next = { ...send, attempt_id: newId('att') };
  if (entry?.state === 'never_seen') {
    await link.report(send.attempt_id, 'rejected');
    return;
  }
  await link.expectFrame('ledger', (frame) => frame.query_id === send.attempt_id);
  link.send(next);
  expect(await link.report(next.attempt_id, 'rejected')).toMatchObject({ reason: 'duplicate_message' });
  expect(await world.submits(next.attempt_id)).toEqual([]);
}
