/** What must have happened before a phone is handed a text, and what becomes of a text whose phone falls silent. */
import { describe, expect, it } from 'vitest';
import { failCommits } from '../../support/failing-commit.ts';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import {
  messageOf,
  pairPhone,
  reaches,
  standTimeStill,
  submit,
  type PairedPhone,
} from '../../support/phone-world.ts';
import { waitFor } from '../../support/wait-for.ts';

const ANOTHER_LEDGER = 'cd'.repeat(16);
const QUARTER_HOUR_MS = 15 * 60_000;

/** A phone that holds a text, and is gone. */
async function heldBySilentPhone(
  more: object = {},
): Promise<{ world: GatewayWorld; phone: PairedPhone; requestId: string; attemptId: string }> {
  const world = await setUpGateway();
  const phone = await pairPhone(world, 'Till');
  await phone.ready();
  const requestId = await submit(world, more);
  const { attempt_id: attemptId } = await phone.line.next('send');
  phone.hangUp();
  await waitFor('the gateway to miss the phone', async () => {
    const { waiting } = await messageOf(world, requestId);
    return waiting !== null;
  });
  return { world, phone, requestId, attemptId };
}

describe('a phone that comes back with an attempt open', () => {
  it('gets nothing new before it has told what became of that one', async () => {
    const { world, phone, attemptId } = await heldBySilentPhone();
    const other = await pairPhone(world, 'Kitchen');
    await other.ready();
    await phone.link();
    phone.beat();
    await submit(world, { device: 'Till', text: 'for the till' });
    await submit(world, { device: 'Kitchen', text: 'for the kitchen' });
    // Whatever the till was to get came no later than this.
    await other.line.next('send');
    expect(await phone.sends()).toEqual([]);
    expect(await phone.answerQuery('sent')).toEqual([attemptId]);
    expect((await phone.line.next('send')).text).toBe('for the till');
  });

  it('settles the message by what its ledger says', async () => {
    const { world, phone, requestId } = await heldBySilentPhone();
    await phone.link();
    await phone.answerQuery('sent');
    expect(await reaches(world, requestId, 'sent')).toMatchObject({ attempts: 1 });
  });

  it('is handed the message again when its ledger has never seen it', async () => {
    const { phone, requestId, attemptId } = await heldBySilentPhone();
    await phone.link();
    await phone.answerQuery('never_seen');
    phone.beat();
    const again = await phone.line.next('send');
    expect(again.request_id).toBe(requestId);
    expect(again.attempt_id).not.toBe(attemptId);
  });

  it('proves nothing by another ledger: the message is unknown and never sent again', async () => {
    const { world, phone, requestId } = await heldBySilentPhone();
    await phone.link({ ledgerId: ANOTHER_LEDGER });
    await phone.answerQuery('never_seen');
    phone.beat();
    expect(await reaches(world, requestId, 'unknown')).toMatchObject({
      attempt_log: [{ outcome: 'unknown', reason: 'ledger_replaced' }],
    });
    const next = await submit(world);
    expect((await phone.line.next('send')).request_id).toBe(next);
  });
});

describe('handing over', () => {
  it('writes nothing to the phone while the claim can not be committed', async () => {
    const time = standTimeStill();
    const world = await setUpGateway();
    const phone = await pairPhone(world, 'Till');
    await phone.ready();
    const heal = failCommits(world.db, 'INSERT ON attempts');
    const requestId = await submit(world);
    expect(await phone.sends()).toEqual([]);
    time.tick();
    expect(await phone.sends()).toEqual([]);
    expect(await messageOf(world, requestId)).toMatchObject({ status: 'queued', attempts: 0 });
    heal();
    time.tick();
    expect((await phone.line.next('send')).request_id).toBe(requestId);
  });

  it('never hands over a message past its time, even when it is the first that finds it so', async () => {
    const time = standTimeStill();
    const world = await setUpGateway();
    const phone = await pairPhone(world, 'Till');
    await phone.ready();
    await world.console('POST', '/queue/pause');
    const late = await submit(world, { ttl_seconds: 60, text: 'too late' });
    await submit(world, { ttl_seconds: 3600, text: 'in time' });
    time.move(61_000);
    phone.beat();
    await phone.sends();
    await world.console('POST', '/queue/resume');
    expect((await phone.line.next('send')).text).toBe('in time');
    expect(await phone.sends()).toEqual([]);
    time.tick();
    expect(await reaches(world, late, 'expired')).toMatchObject({ attempts: 0 });
  });
});

describe('a phone that stays silent', () => {
  it('keeps its message sending until 15 minutes past its time, then it is unknown', async () => {
    const time = standTimeStill();
    const { world, requestId } = await heldBySilentPhone({ ttl_seconds: 60 });
    const sentinel = async (): Promise<void> => {
      const seen = await submit(world, { ttl_seconds: 60 });
      time.move(60_000);
      time.tick();
      await reaches(world, seen, 'expired');
    };
    time.move(QUARTER_HOUR_MS - 5_000);
    await sentinel();
    expect(await messageOf(world, requestId)).toMatchObject({
      status: 'sending',
      waiting: { reason: 'phone_silent' },
    });
    await sentinel();
    expect(await reaches(world, requestId, 'unknown')).toMatchObject({
      attempt_log: [{ outcome: 'unknown', reason: 'phone_silent' }],
    });
  });

  it('settles the message all the same when it comes back later', async () => {
    const time = standTimeStill();
    const { world, phone, requestId } = await heldBySilentPhone({ ttl_seconds: 60 });
    time.move(60_000 + QUARTER_HOUR_MS);
    time.tick();
    await reaches(world, requestId, 'unknown');
    await phone.link();
    await phone.answerQuery('sent');
    await reaches(world, requestId, 'sent');
  });
});
