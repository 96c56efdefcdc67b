import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SendOrder } from '../../../electron/gateway/relay/relay-callbacks.ts';
import { waitFor } from '../../support/wait-for.ts';
import { LINK_CONFIG, startLinkWorld, type LinkWorld } from './link-world.ts';
import {
  heartbeatFrame,
  helloFrame,
  LEDGER_ID,
  reportFrame,
  type TestPhone,
} from '../../support/test-phone.ts';

const SOON = { deadlineMs: 5_000, everyMs: 5 };

function inboundFrame(session: number, seq: number) {
  return {
    t: 'inbound',
    session,
    seq,
    inbound_id: 'cd'.repeat(32),
    from: '+9779812345678',
    body: 'Yes',
    sim_id: 1,
    received_at: 1,
    parts: 1,
    smsc_at: null,
  } as const;
}

function order(attemptId: string, text = 'Hello'): SendOrder {
  return {
    attempt_id: attemptId,
    request_id: 'req_1',
    to: '+9779812345678',
    text,
    sim: { id: 1, mcc_mnc: null },
    max_parts: 6,
    delivery_report: true,
    sensitive: false,
    not_after: 2_000_000_000_000,
  };
}

let world: LinkWorld;
let phone: TestPhone;
let number: number;
beforeEach(async () => {
  world = await startLinkWorld();
  phone = world.dial();
  number = await phone.link();
});
afterEach(async () => {
  await world.stop();
});

const sessionOf = () => {
  const session = world.callbacks.sessions.at(-1);
  if (session === undefined) throw new Error('no session');
  return session;
};

describe('reports', () => {
  it('come as one batch for one read and are acked once, after the commit', async () => {
    const commit = Promise.withResolvers<undefined>();
    world.callbacks.commit = () => commit.promise;
    phone.say(reportFrame(number, 1), reportFrame(number, 2), reportFrame(number, 3));
    await waitFor('the batch', () => world.callbacks.reportBatches.length > 0, SOON);
    expect(world.callbacks.calls).toEqual(['linked 1', 'reports 1: 1 2 3']);
    expect(phone.frames).toEqual([]);
    commit.resolve(undefined);
    expect(await phone.next('ack')).toEqual({ t: 'ack', session: number, ledger_id: LEDGER_ID, seq: 3 });
    expect(phone.frames).toEqual([]);
  });

  it('keep their order among texts received and frames with wrong fields', async () => {
    phone.say(
      reportFrame(number, 1),
      inboundFrame(number, 2),
      { ...reportFrame(number, 3), state: 'eaten' },
      heartbeatFrame(number),
      reportFrame(number, 4),
      reportFrame(number, 5),
    );
    expect((await phone.next('ack')).seq).toBe(5);
    expect(world.callbacks.calls.filter((call) => !call.startsWith('heartbeat'))).toEqual([
      'linked 1',
      'reports 1: 1',
      'inbound 1: 2',
      'bad 1: 3',
      'reports 1: 4 5',
    ]);
    expect(world.callbacks.badFrames[0]?.raw).toContain('"eaten"');
  });

  it('are not acked when storing them failed; the connection is cut', async () => {
    world.callbacks.commit = () => Promise.reject(new Error('disk full'));
    phone.say(reportFrame(number, 1));
    await phone.closed();
    expect(phone.frames).toEqual([]);
    await waitFor('closed', () => world.callbacks.closedBecause.length === 1, SOON);
  });

  it('of another session are dropped without an ack, right or wrong', async () => {
    phone.say(
      reportFrame(number + 1, 8),
      { ...reportFrame(number - 1, 9), state: 'eaten' },
      reportFrame(number, 1),
    );
    expect((await phone.next('ack')).seq).toBe(1);
    expect(world.callbacks.badFrames).toEqual([]);
    expect(world.callbacks.calls).toEqual(['linked 1', 'reports 1: 1']);
  });

  it('below what is stored are acked with what is stored', async () => {
    world.callbacks.lastSeq = 40;
    const again = world.dial();
    const session = await again.link({ device_id: 'dev_2' });
    again.say(reportFrame(session, 39));
    expect((await again.next('ack')).seq).toBe(40);
  });

  it('survive being cut into single bytes', async () => {
    const bytes = Buffer.from(`${JSON.stringify({ ...reportFrame(number, 1), reason: 'नेपाल' })}\n`);
    for (const byte of bytes) phone.socket.write(Buffer.of(byte));
    expect((await phone.next('ack')).seq).toBe(1);
    expect(world.callbacks.reportBatches[0]?.[0]?.reason).toBe('नेपाल');
  });
});

describe('other frames', () => {
  it.each([
    ['not JSON', 'nonsense\n'],
    ['too long', `${JSON.stringify({ t: 'ping', session: 1, pad: 'x'.repeat(65_536) })}\n`],
    ['without a seq where one is due', '{"t":"report","session":1,"attempt_id":"att_1"}\n'],
    ['a second hello', '{"t":"hello"}\n'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d, 0x0a])],
  ])('cut the connection when %s, after what came before it', async (_what, line) => {
    phone.socket.write(`${JSON.stringify(reportFrame(number, 1))}\n`);
    phone.socket.write(line);
    await phone.closed();
    expect(world.callbacks.calls).toContain('reports 1: 1');
  });

  it('of a type nobody knows are answered and skipped', async () => {
    phone.say({ t: 'teleport', session: number }, { t: 'ping', session: number });
    expect(await phone.next('error')).toMatchObject({ code: 'unknown_frame', session: number });
    expect(await phone.next('pong')).toEqual({ t: 'pong', session: number, time: world.clock.now });
  });

  it('of type error reach the gateway and are never answered', async () => {
    phone.say({ t: 'error', session: number, code: 'attempt_mismatch', attempt_id: 'att_1' });
    await waitFor('the error', () => world.callbacks.phoneErrors.length === 1, SOON);
    phone.say({ t: 'ping', session: number });
    await phone.next('pong');
    expect(phone.frames).toEqual([]);
  });
});

describe('send', () => {
  it('stops at 8 unanswered ones, and a report, right or wrong, a ledger entry or an error makes room', async () => {
    const session = sessionOf();
    let drains = 0;
    session.onDrain(() => (drains += 1));
    for (let n = 1; n <= 8; n += 1) expect(session.send(order(`att_${n}`))).toBe('written');
    expect(session.send(order('att_9'))).toBe('busy');
    expect(await phone.next('send')).toMatchObject({ session: number, attempt_id: 'att_1', text: 'Hello' });
    phone.say(reportFrame(number, 1, 'att_1'));
    await waitFor('room', () => drains === 1, SOON);
    expect(session.send(order('att_9'))).toBe('written');
    expect(session.send(order('att_10'))).toBe('busy');
    const entry = { attempt_id: 'att_2', request_id: 'req_1', state: 'sent' };
    phone.say({ t: 'ledger', session: number, query_id: 'att_2', entries: [entry], more: false });
    await waitFor('room', () => drains === 2, SOON);
    expect(world.callbacks.ledgerEntries).toEqual([entry]);
    expect(session.send(order('att_10'))).toBe('written');
    expect(session.send(order('att_11'))).toBe('busy');
    phone.say({ t: 'error', session: number, code: 'attempt_mismatch', attempt_id: 'att_3' });
    await waitFor('room', () => drains === 3, SOON);
    expect(session.send(order('att_11'))).toBe('written');
    expect(session.send(order('att_12'))).toBe('busy');
    phone.say({ ...reportFrame(number, 2, 'att_4'), state: 7 });
    await waitFor('room', () => drains === 4, SOON);
    expect(world.callbacks.badFrames).toHaveLength(1);
  });

  it('is busy while the socket takes no more, and free once the phone reads again', async () => {
    const session = sessionOf();
    let drains = 0;
    session.onDrain(() => (drains += 1));
    phone.socket.pause();
    const big = 'x'.repeat(16_000);
    let answer = session.send(order('att_0', big));
    for (let n = 1; answer === 'written' && n < 10_000; n += 1) {
      session.cancel(`att_${n}`.padEnd(60, 'x'));
      await new Promise(setImmediate);
      answer = n % 500 === 0 ? session.send(order(`att_${n}`, big)) : 'written';
      for (let fill = 0; fill < 50; fill += 1) session.cancel(`att_${n}_${fill}`.padEnd(60, 'x'));
    }
    expect(answer).toBe('busy');
    phone.socket.resume();
    await waitFor('room', () => drains > 0, SOON);
  });

  it('answers closed, and writes nothing, after the end', async () => {
    const session = sessionOf();
    phone.hangUp();
    await waitFor('closed', () => world.callbacks.closedBecause.length === 1, SOON);
    expect(session.send(order('att_1'))).toBe('closed');
    expect(session.cancel('att_1')).toBe(false);
    expect(session.unpair(true)).toBe(false);
  });
});

describe('questions to the ledger', () => {
  it('go out 50 ids at a time and gather every page', async () => {
    const ids = Array.from({ length: 120 }, (_, n) => `att_${n}`);
    const answer = sessionOf().query(ids, 5_000);
    const sizes: number[] = [];
    for (let page = 0; page < 3; page += 1) {
      const query = await phone.next('query');
      const asked = query.attempt_ids ?? [];
      sizes.push(asked.length);
      const entries = asked.map((id) => ({ attempt_id: id, request_id: null, state: 'never_seen' }));
      phone.say({ t: 'ledger', session: number, query_id: query.query_id, entries, more: false });
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect((await answer).map((entry) => entry.attempt_id)).toEqual(ids);
    expect(world.callbacks.ledgerEntries).toEqual([]);
  });

  it('about a time take pages until there are no more', async () => {
    const answer = sessionOf().listSince({ since: 77, after: null }, 5_000);
    const query = await phone.next('query');
    expect(query).toMatchObject({ since: 77, limit: 50 });
    expect(query).not.toHaveProperty('after');
    for (const [index, more] of [true, true, false].entries()) {
      const entries = [{ attempt_id: `att_${index}`, request_id: 'req_1', state: 'sent' }];
      phone.say({ t: 'ledger', session: number, query_id: query.query_id, entries, more });
    }
    expect(await answer).toMatchObject({ entries: { length: 3 }, next: null });
  });

  it('about a time tell where the next page begins, and never an earlier place', async () => {
    const entries = [{ attempt_id: 'att_2', request_id: 'req_1', state: 'sent' }];
    const page = async (next: object) => {
      const asked = sessionOf().listSince({ since: 77, after: 'att_1' }, 5_000);
      const { query_id, after } = await phone.next('query');
      expect(after).toBe('att_1');
      phone.say({ t: 'ledger', session: number, query_id, entries, more: false, next });
      return asked;
    };
    for (const next of [
      { since: 77, after: 'att_2' },
      { since: 78, after: 'att_0' },
    ]) {
      expect(await page(next)).toMatchObject({ entries, next });
    }
    for (const next of [
      { since: 77, after: 'att_1' },
      { since: 76, after: 'att_2' },
    ]) {
      await expect(page(next)).rejects.toMatchObject({ code: 'endless' });
    }
  });

  it('are answered only after the reports before them are stored', async () => {
    const commit = Promise.withResolvers<undefined>();
    world.callbacks.commit = () => commit.promise;
    let isAnswered = false;
    const answer = sessionOf()
      .query(['att_1'], 5_000)
      .then(() => (isAnswered = true));
    const query = await phone.next('query');
    phone.say(reportFrame(number, 1), {
      t: 'ledger',
      session: number,
      query_id: query.query_id,
      entries: [],
      more: false,
    });
    await waitFor('the batch', () => world.callbacks.reportBatches.length === 1, SOON);
    expect(isAnswered).toBe(false);
    commit.resolve(undefined);
    await answer;
  });

  it('fail when the time is over, and when the phone goes', async () => {
    await expect(sessionOf().query(['att_1'], 20)).rejects.toMatchObject({ code: 'deadline' });
    const asked = sessionOf().query(['att_1'], 5_000);
    const failed = expect(asked).rejects.toMatchObject({ code: 'closed' });
    phone.hangUp();
    await failed;
    await expect(sessionOf().listSince({ since: 0, after: null }, 5_000)).rejects.toMatchObject({
      code: 'closed',
    });
  });

  it('about nothing are answered with nothing', async () => {
    expect(await sessionOf().query([], 5_000)).toEqual([]);
  });
});

describe('a new hello of the same phone', () => {
  it('closes the older socket, drops its unread frames, and only then is welcomed', async () => {
    const commit = Promise.withResolvers<undefined>();
    world.callbacks.commit = () => commit.promise;
    phone.say(reportFrame(number, 1));
    await waitFor('the batch', () => world.callbacks.reportBatches.length === 1, SOON);
    phone.say(reportFrame(number, 2), reportFrame(number, 3));
    const newer = world.dial();
    const linked = newer.link();
    await phone.closed();
    expect(world.callbacks.calls).toEqual(['linked 1', 'reports 1: 1']);
    commit.resolve(undefined);
    expect(await linked).toBe(2);
    await waitFor('linked', () => world.callbacks.sessions.length === 2, SOON);
    expect(world.callbacks.calls).toEqual(['linked 1', 'reports 1: 1', 'closed 1', 'linked 2']);
    newer.say(reportFrame(1, 2), reportFrame(2, 2));
    expect((await newer.next('ack')).seq).toBe(2);
    expect(world.callbacks.calls.at(-1)).toBe('reports 2: 2');
  });

  it('that was overtaken by a still newer one is cut without a welcome', async () => {
    const gates = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let session = 1;
    world.callbacks.authenticateWith = async (hello) => {
      session += 1;
      const mine = session;
      await gates[mine - 2]?.promise;
      return { ok: true, deviceId: hello.device_id, session: mine, lastSeq: 0, config: LINK_CONFIG };
    };
    const slow = world.dial();
    slow.say(helloFrame);
    await waitFor('the slow hello', () => session === 2, SOON);
    const fast = world.dial();
    fast.say(helloFrame);
    await waitFor('the fast hello', () => session === 3, SOON);
    gates[1]?.resolve(undefined);
    expect((await fast.next('welcome')).session).toBe(3);
    gates[0]?.resolve(undefined);
    await slow.closed();
    expect(slow.frames).toEqual([]);
    expect(fast.isClosed).toBe(false);
  });
});

describe('silence and time', () => {
  it('cuts after 3.5 heartbeats: 35 s while charging, 210 s on battery', async () => {
    world.clock.monotonicMs += 34_000;
    phone.say(heartbeatFrame(number, false));
    await waitFor('the heartbeat', () => world.callbacks.calls.includes('heartbeat 1'), SOON);
    world.clock.monotonicMs += 209_000;
    phone.say(heartbeatFrame(number, true));
    await waitFor(
      'it',
      () => world.callbacks.calls.filter((call) => call === 'heartbeat 1').length === 2,
      SOON,
    );
    world.clock.monotonicMs += 35_001;
    await phone.closed();
    await waitFor('closed', () => world.callbacks.closedBecause.length === 1, SOON);
    expect(world.callbacks.closedBecause[0]).toBe('silent for 35 s');
  });

  it('is not broken by frames of another session', async () => {
    world.clock.monotonicMs += 34_000;
    phone.say(heartbeatFrame(number + 5), { t: 'what', session: number });
    await phone.next('error');
    world.clock.monotonicMs += 1_001;
    await phone.closed();
  });

  it('tells the time at once when the clock of the computer jumps', async () => {
    world.clock.now += 3_600_000;
    expect(await phone.next('pong')).toEqual({ t: 'pong', session: number, time: world.clock.now });
  });
});

describe('close and unpair', () => {
  it('flush what was written before', async () => {
    const session = sessionOf();
    expect(session.sendConfig(LINK_CONFIG)).toBe(true);
    expect(session.unpair(false)).toBe(true);
    session.close('removed by the operator');
    await phone.next('config');
    expect(await phone.next('unpair')).toEqual({ t: 'unpair', session: number, wipe_ledger: false });
    await phone.closed();
    await waitFor('closed', () => world.callbacks.closedBecause.length === 1, SOON);
    expect(world.callbacks.closedBecause).toEqual(['removed by the operator']);
  });
});
