import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDemoPhone,
  type DemoPhone,
  type DemoPhoneDeps,
} from '../../../electron/gateway/demo-phone/demo-phone.ts';
import type { LedgerDatabase } from '../../../electron/gateway/demo-phone/ledger-database.ts';
import type { RadioPace } from '../../../electron/gateway/demo-phone/pretend-radio.ts';
import { silentLogger, type Logger } from '../../../electron/gateway/foundation/logger.ts';
import type { PhoneFrames } from '../../../electron/gateway/relay/frames.ts';
import type { RelaySession, SendOrder } from '../../../electron/gateway/relay/relay-callbacks.ts';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { spkiPin } from '../../../electron/gateway/relay/relay-key.ts';
import { countParts } from '../../../electron/shared/parts.ts';
import { waitFor } from '../../support/wait-for.ts';
import { startLinkWorld, type LinkWorld } from './link-world.ts';

const SOON = { deadlineMs: 10_000, everyMs: 5 };

let world: LinkWorld;
let root: string;
const phones: DemoPhone[] = [];

beforeEach(async () => {
  world = await startLinkWorld();
  root = await mkdtemp(join(tmpdir(), 'demo-phone-'));
});
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
  await world.stop();
  await rm(root, { recursive: true });
});

interface Boot {
  readonly phone: DemoPhone;
  /** Attempt ids in the order in which the radio took them. */
  readonly submits: string[];
}

/** A phone on a directory of its own, not started. */
function makePhone(
  directory = join(root, 'phone'),
  logger: Logger = silentLogger,
  radioPace: RadioPace = { sentAfterMs: 10, deliveredAfterMs: 20 },
  more: Partial<DemoPhoneDeps> = {},
): Boot {
  const submits: string[] = [];
  const phone = createDemoPhone({
    openLedger: () => {
      mkdirSync(directory, { recursive: true });
      return openDatabase(join(directory, 'ledger.db'));
    },
    now: () => world.clock.now,
    logger,
    radioPace,
    redial: { firstMs: 10, factor: 2, maxMs: 50, jitter: 0 },
    submitted: (attemptId) => submits.push(attemptId),
    ...more,
  });
  phones.push(phone);
  return { phone, submits };
}

const target = (code: string | null = 'right') => ({
  host: '127.0.0.1',
  port: world.link.port,
  pin: spkiPin(world.key.certificatePem),
  code,
});

async function linkedSession(count = 1): Promise<RelaySession> {
  return waitFor('the link', () => world.callbacks.sessions[count - 1], SOON);
}

async function startLinked(): Promise<Boot & { session: RelaySession }> {
  const boot = makePhone();
  const before = world.callbacks.sessions.length;
  boot.phone.start(target());
  return { ...boot, session: await linkedSession(before + 1) };
}

function order(attemptId: string, facts: Partial<SendOrder> = {}): SendOrder {
  return {
    attempt_id: attemptId,
    request_id: `req_of_${attemptId}`,
    to: '+9779812345678',
    text: 'Your table is ready.',
    sim: { id: 1, mcc_mnc: null },
    max_parts: 6,
    delivery_report: true,
    sensitive: false,
    not_after: world.clock.now + 3_600_000,
    ...facts,
  };
}

const reportsOf = (attemptId: string): PhoneFrames['report'][] =>
  world.callbacks.reportBatches.flat().filter((report) => report.attempt_id === attemptId);
const statesOf = (attemptId: string): string[] => reportsOf(attemptId).map((report) => report.state);
const reported = (attemptId: string, state: string) =>
  waitFor(`${attemptId} to be ${state}`, () => statesOf(attemptId).includes(state), SOON);

describe('linking', () => {
  it('pairs once, says what it is, and comes back with its token', async () => {
    const { phone, session } = await startLinked();
    expect(phone.deviceId).toBe('dev_1');
    expect(session.hello).toMatchObject({ model: 'Demo phone', android: 35, newest_attempt_id: null });
    expect(session.hello.sims).toMatchObject([{ id: 1, carrier: 'Demo' }]);
    await waitFor('its heartbeat', () => world.callbacks.calls.includes('heartbeat 1'), SOON);
    await phone.stop();
    const again = makePhone();
    again.phone.start(target(null));
    const second = await linkedSession(2);
    expect(second.ledgerId).toBe(session.ledgerId);
    expect(second.hello.boot_id).not.toBe(session.hello.boot_id);
  });

  it('says nothing to a gateway with another key', async () => {
    let pairings = 0;
    world.callbacks.redeemPairing = () => {
      pairings += 1;
      return Promise.reject(new Error('it spoke'));
    };
    const { phone } = makePhone();
    phone.start({ ...target(), pin: '00'.repeat(32) });
    await waitFor('the end', () => phone.problem !== null, SOON);
    expect(phone.problem).toBe('pin_mismatch');
    expect(phone.isLinked).toBe(false);
    expect(pairings).toBe(0);
  });

  it('stops and says why when its code is refused', async () => {
    const { phone } = makePhone();
    phone.start(target('wrong'));
    await waitFor('the refusal', () => phone.problem !== null, SOON);
    expect(phone.problem).toBe('bad_code');
  });

  it('pairs anew when its token is refused and it has a code', async () => {
    const { phone } = await startLinked();
    await phone.stop();
    let refusals = 0;
    const { authenticateWith } = world.callbacks;
    world.callbacks.authenticateWith = (hello) => {
      refusals += 1;
      if (refusals > 1) return authenticateWith(hello);
      return Promise.resolve({ ok: false, reason: 'bad_token', message: 'Not paired.' });
    };
    makePhone().phone.start(target());
    await linkedSession(2);
    expect(refusals).toBe(2);
  });

  it('dials again when the link is cut, and resends what was not acked, in order', async () => {
    world.callbacks.commit = () => Promise.reject(new Error('disk full'));
    const { session, submits } = await startLinked();
    expect(session.send(order('att_1'))).toBe('written');
    await waitFor('a second link', () => world.callbacks.sessions.length >= 2, SOON);
    world.callbacks.commit = () => Promise.resolve();
    world.callbacks.reportBatches.length = 0;
    await reported('att_1', 'delivered');
    const seqs = reportsOf('att_1').map((report) => report.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(seqs[0]).toBe(1);
    expect(submits).toEqual(['att_1']);
  });

  it('forgets what is acked and what welcome says is stored', async () => {
    const { session, phone } = await startLinked();
    session.send(order('att_1'));
    await reported('att_1', 'delivered');
    await phone.stop();
    world.callbacks.lastSeq = 4;
    world.callbacks.reportBatches.length = 0;
    makePhone().phone.start(target(null));
    const second = await linkedSession(2);
    expect(second.hello.newest_attempt_id).toBe('att_1');
    second.send(order('att_2'));
    await reported('att_2', 'delivered');
    expect(reportsOf('att_1')).toEqual([]);
    expect(reportsOf('att_2')[0]?.seq).toBe(5);
  });

  it('obeys unpair: drops its token and stops dialling', async () => {
    const { session, phone } = await startLinked();
    session.unpair(false);
    await waitFor('the end', () => phone.problem !== null, SOON);
    expect(phone.problem).toBe('unpaired');
    await phone.stop();
    const again = makePhone();
    again.phone.start(target(null));
    await waitFor('the end', () => again.phone.problem !== null, SOON);
    expect(again.phone.problem).toBe('not_paired');
  });
});

describe('a text', () => {
  it('is accepted, submitted once, sent and delivered, part by part', async () => {
    const { session, submits } = await startLinked();
    session.send(order('att_1', { text: 'नमस्ते '.repeat(15) }));
    await reported('att_1', 'delivered');
    const { parts } = countParts('नमस्ते '.repeat(15));
    expect(parts).toBe(2);
    await waitFor('every part', () => reportsOf('att_1').length === 6, SOON);
    expect(reportsOf('att_1').map(({ seq, state, part }) => [seq, state, part])).toEqual([
      [1, 'accepted', undefined],
      [2, 'submitting', undefined],
      [3, 'sent', 1],
      [4, 'sent', 2],
      [5, 'delivered', 1],
      [6, 'delivered', 2],
    ]);
    expect(submits).toEqual(['att_1']);
  });

  it('without a delivery report ends as sent', async () => {
    const { session } = await startLinked();
    session.send(order('att_1', { delivery_report: false }));
    session.send(order('att_2'));
    await reported('att_2', 'delivered');
    expect(statesOf('att_1')).toEqual(['accepted', 'submitting', 'sent']);
  });

  it.each([
    ['expired', { not_after: 1 }],
    ['sim_changed', { sim: { id: 2, mcc_mnc: null } }],
    ['too_many_parts', { text: 'x'.repeat(500), max_parts: 3 }],
  ])('is rejected as %s before the radio', async (reason, facts) => {
    const { session, submits } = await startLinked();
    session.send(order('att_1', facts));
    await reported('att_1', 'rejected');
    expect(reportsOf('att_1')[0]?.reason).toBe(reason);
    expect(submits).toEqual([]);
  });

  it('offered again is answered from the ledger; another text under its id is a mismatch', async () => {
    const { session, submits } = await startLinked();
    session.send(order('att_1'));
    await reported('att_1', 'delivered');
    session.send(order('att_1'));
    await waitFor('the ledger', () => world.callbacks.ledgerEntries.length === 1, SOON);
    expect(world.callbacks.ledgerEntries[0]).toMatchObject({ attempt_id: 'att_1', state: 'sent' });
    session.send(order('att_1', { text: 'Something else' }));
    await waitFor('the error', () => world.callbacks.phoneErrors.length === 1, SOON);
    expect(world.callbacks.phoneErrors[0]).toMatchObject({ code: 'attempt_mismatch', attempt_id: 'att_1' });
    expect(submits).toEqual(['att_1']);
  });

  it('whose message had an attempt that may be out is a duplicate', async () => {
    const { session, submits } = await startLinked();
    session.send(order('att_1', { request_id: 'req_1' }));
    await reported('att_1', 'sent');
    session.send(order('att_2', { request_id: 'req_1' }));
    await reported('att_2', 'rejected');
    expect(reportsOf('att_2')[0]).toMatchObject({
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_1', state: 'sent' },
    });
    expect(submits).toEqual(['att_1']);
  });

  it('whose message had an attempt that may be out is a duplicate, though it came too late itself', async () => {
    const { session, submits } = await startLinked();
    session.send(order('att_1', { request_id: 'req_1' }));
    await reported('att_1', 'sent');
    session.send(order('att_2', { request_id: 'req_1', not_after: 1 }));
    await reported('att_2', 'rejected');
    expect(reportsOf('att_2')[0]).toMatchObject({
      reason: 'duplicate_message',
      earlier: { attempt_id: 'att_1', state: 'sent' },
    });
    expect(submits).toEqual(['att_1']);
  });

  it('whose message had only a rejected attempt goes out', async () => {
    const { session, submits } = await startLinked();
    session.send(order('att_1', { request_id: 'req_1', sim: { id: 2, mcc_mnc: null } }));
    session.send(order('att_2', { request_id: 'req_1' }));
    await reported('att_2', 'sent');
    expect(submits).toEqual(['att_2']);
  });
});

describe('questions', () => {
  it('about an id it does not hold are a promise never to submit it, also after a restart', async () => {
    const { session, phone } = await startLinked();
    expect(await session.query(['att_1', 'att_2'], 5_000)).toMatchObject([
      { attempt_id: 'att_1', state: 'never_seen' },
      { attempt_id: 'att_2', state: 'never_seen' },
    ]);
    await phone.stop();
    const again = makePhone();
    again.phone.start(target(null));
    const second = await linkedSession(2);
    second.send(order('att_1'));
    await reported('att_1', 'rejected');
    expect(reportsOf('att_1')[0]?.reason).toBe('revoked');
    expect(again.submits).toEqual([]);
  });

  it('to cancel an unknown id are promises too; a submitted one stays what it is', async () => {
    const { session, submits } = await startLinked();
    session.cancel('att_1');
    await waitFor('the answer', () => world.callbacks.ledgerEntries.length === 1, SOON);
    expect(world.callbacks.ledgerEntries[0]).toMatchObject({ state: 'rejected', reason: 'cancelled' });
    session.send(order('att_1'));
    await reported('att_1', 'rejected');
    session.send(order('att_2'));
    await reported('att_2', 'sent');
    session.cancel('att_2');
    await waitFor('the answer', () => world.callbacks.ledgerEntries.length === 2, SOON);
    expect(world.callbacks.ledgerEntries[1]).toMatchObject({ attempt_id: 'att_2', state: 'sent' });
    expect(submits).toEqual(['att_2']);
  });

  it('about a time are answered in pages', async () => {
    const { session } = await startLinked();
    const ids = Array.from({ length: 120 }, (_, n) => `att_${String(n).padStart(3, '0')}`);
    await session.query(ids, 5_000);
    const since = world.clock.now - 1;
    const first = await session.listSince({ since, after: null }, 5_000);
    const second = await session.listSince(first.next ?? expect.fail('no second page'), 5_000);
    const last = await session.listSince(second.next ?? expect.fail('no third page'), 5_000);
    const pages = [first, second, last];
    expect(pages.map(({ entries }) => entries.length)).toEqual([50, 50, 20]);
    expect(pages.map(({ entries, next }) => next?.after ?? entries.length)).toEqual([
      first.entries.at(-1)?.attempt_id,
      second.entries.at(-1)?.attempt_id,
      20,
    ]);
    // In the order of their changes; ids that a query brought in one frame changed in the same millisecond.
    expect(pages.flatMap(({ entries }) => entries.map((entry) => entry.attempt_id)).sort()).toEqual(ids);
    const later = world.clock.now + 3_600_000;
    expect(await session.listSince({ since: later, after: null }, 5_000)).toEqual({
      entries: [],
      next: null,
    });
  });
});

describe('the ledger', () => {
  it('brings a text that was stopped on its way to its end, submitted once', async () => {
    const slow = { sentAfterMs: 60_000, deliveredAfterMs: 60_000 };
    const first = makePhone(undefined, silentLogger, slow);
    first.phone.start(target());
    const session = await linkedSession();
    session.send(order('att_1'));
    await reported('att_1', 'submitting');
    await first.phone.stop();
    const second = makePhone(undefined, silentLogger, { sentAfterMs: 0, deliveredAfterMs: 60_000 });
    second.phone.start(target(null));
    await reported('att_1', 'sent');
    await second.phone.stop();
    const third = makePhone();
    third.phone.start(target(null));
    await reported('att_1', 'delivered');
    expect([...first.submits, ...second.submits, ...third.submits]).toEqual(['att_1']);
  });

  it.each([
    ['not a database', (whole: Buffer) => Buffer.concat([Buffer.from('{"half'), whole.subarray(6)])],
    ['full of noise', (whole: Buffer) => Buffer.concat([whole.subarray(0, 100), Buffer.alloc(4_000, 7)])],
  ])('that is %s keeps the phone from running, and it says so', async (_, damage) => {
    const { phone } = await startLinked();
    await phone.stop();
    const path = join(root, 'phone', 'ledger.db');
    await writeFile(path, damage(await readFile(path)));
    const again = makePhone();
    again.phone.start(target(null));
    expect(again.phone.problem).toBe('ledger_unusable');
    expect(again.phone.isLinked).toBe(false);
  });

  it('that fails in the middle of the work stops the phone, which tells nobody of what was not stored', async () => {
    let isFull = false;
    const broken = { openLedger: () => failingLedger(join(root, 'phone'), () => isFull) };
    const { phone, submits } = makePhone(undefined, silentLogger, undefined, broken);
    phone.start(target());
    const session = await linkedSession();
    session.send(order('att_1'));
    await reported('att_1', 'delivered');
    isFull = true;
    session.send(order('att_2'));
    await waitFor('the end', () => phone.problem !== null, SOON);
    expect(phone.problem).toBe('ledger_unusable');
    expect(reportsOf('att_2')).toEqual([]);
    expect(submits).toEqual(['att_1']);
  });

  it('holds no text once it is on its way for good', async () => {
    const { session, phone } = await startLinked();
    session.send(order('att_1', { text: 'Your table is 482913' }));
    await reported('att_1', 'delivered');
    await phone.stop();
    const db = openDatabase(join(root, 'phone', 'ledger.db'));
    expect(db.prepare('SELECT text FROM attempts').all()).toEqual([{ text: '' }]);
    db.close();
  });
});

it('takes 500 texts through a window of 8 without losing or doubling one', async () => {
  const { session, submits } = await startLinked();
  const ids = Array.from({ length: 500 }, (_, n) => `att_${String(n).padStart(3, '0')}`);
  let next = 0;
  const offer = (): void => {
    for (let id = ids[next]; id !== undefined && session.send(order(id)) === 'written'; id = ids[next])
      next += 1;
  };
  session.onDrain(offer);
  offer();
  await waitFor('all delivered', () => world.callbacks.reportBatches.flat().length === 2_000, SOON);
  expect([...submits].sort()).toEqual(ids);
  const seqs = world.callbacks.reportBatches.flat().map((report) => report.seq);
  expect(seqs).toEqual(Array.from({ length: 2_000 }, (_, n) => n + 1));
});

/** A ledger whose commits fail when told, as on a full disk. */
function failingLedger(directory: string, isFull: () => boolean): LedgerDatabase {
  mkdirSync(directory, { recursive: true });
  const db = openDatabase(join(directory, 'ledger.db'));
  return {
    get inTransaction() {
      return db.inTransaction;
    },
    exec: (sql) => {
      if (sql === 'COMMIT' && isFull()) throw new Error('database or disk is full');
      db.exec(sql);
    },
    close: () => db.close(),
    prepare: (sql) => db.prepare(sql),
  };
}
