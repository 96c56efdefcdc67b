/** What of a phone's reports is acked, kept and believed. */
import { describe, expect, it } from 'vitest';
import { failCommits } from '../../support/failing-commit.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { messageOf, pairPhone, reaches, submit } from '../../support/phone-world.ts';

const NEVER_OFFERED = 'att_01ARZ3NDEKTSV4RRFFQ69G5FAV';

async function setup() {
  const world = await setUpGateway();
  const till = await pairPhone(world, 'Till');
  await till.ready();
  const requestId = await submit(world);
  const { attempt_id: attemptId } = await till.line.next('send');
  const orphans = world.db.prepare<[], { device_id: string; kind: string; frame: string }>(
    'SELECT device_id, kind, frame FROM orphan_reports',
  );
  return { world, till, requestId, attemptId, orphans: () => orphans.all() };
}

describe('reports of a phone', () => {
  it('are not acked when they could not be committed, and taken when they come again', async () => {
    const { world, till, requestId, attemptId } = await setup();
    const heal = failCommits(world.db, 'UPDATE ON attempts');
    till.reportOnly(attemptId, { state: 'sent', part: 1, parts: 1 });
    await till.line.closed();
    expect(till.line.frames.filter((frame) => frame.t === 'ack')).toEqual([]);
    expect(await messageOf(world, requestId)).toMatchObject({ status: 'sending' });
    heal();
    expect((await till.link()).last_seq).toBe(0);
    await till.answerQuery('submitting');
    await till.report(attemptId, { state: 'sent', part: 1, parts: 1 });
    await reaches(world, requestId, 'sent');
  });

  it('are kept and acked when nobody here knows the attempt', async () => {
    const { till, orphans } = await setup();
    await till.report(NEVER_OFFERED, { state: 'sent', part: 1, parts: 1 });
    expect(orphans()).toMatchObject([{ device_id: till.deviceId, kind: 'unknown_attempt' }]);
    expect(JSON.parse(orphans()[0]?.frame ?? '')).toMatchObject({ attempt_id: NEVER_OFFERED, state: 'sent' });
  });

  it('say nothing about the attempt of another phone', async () => {
    const { world, requestId, attemptId, orphans } = await setup();
    const kitchen = await pairPhone(world, 'Kitchen');
    await kitchen.link();
    await kitchen.report(attemptId, { state: 'sent', part: 1, parts: 1 });
    expect(await messageOf(world, requestId)).toMatchObject({ status: 'sending' });
    expect(orphans()).toMatchObject([{ device_id: kitchen.deviceId }]);
  });

  it('that a text expired on the phone end it as cancelled where a cancel was asked', async () => {
    const { world, till, requestId, attemptId } = await setup();
    world.db.prepare('UPDATE messages SET cancel_requested = 1 WHERE request_id = ?').run(requestId);
    await till.report(attemptId, { state: 'rejected', reason: 'expired' });
    await reaches(world, requestId, 'cancelled');
  });
});
