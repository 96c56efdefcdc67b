import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GroupTurn } from '../../../../../electron/gateway/demo-phone/group-turn.ts';
import {
  type AttemptRow,
  isProvenUnsent,
  mustErase,
  type PartResult,
} from '../../../../../electron/gateway/demo-phone/ledger-rows.ts';
import { createLedgerTables } from '../../../../../electron/gateway/demo-phone/ledger-schema.ts';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';
import { LedgerStore } from '../../../../../electron/gateway/demo-phone/ledger-store.ts';

const ROW: AttemptRow = {
  gatewayId: 'gateway',
  attemptId: 'att_1',
  requestId: 'req_1',
  hash: 'hash',
  to: '+4915112345678',
  text: 'Your code is 482913',
  simId: 1,
  simMccMnc: '26201',
  parts: 2,
  deliveryReport: true,
  sensitive: true,
  notAfter: 5_000,
  state: 'accepted',
  reason: null,
  earlier: null,
  bootId: null,
  submittedElapsed: null,
  mark: null,
  sentRow: null,
  partResults: [],
  changedAt: 1_000,
  lastSeq: 1,
};

const part = (n: number, state: 'sent' | 'failed', result: number): PartResult => ({
  n,
  state,
  result,
  delivery: null,
  error: null,
  at: null,
});

async function setup() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-ledger-'));
  const ledgerPath = path.join(directory, 'ledger.db');
  const turns: GroupTurn[] = [];
  const open = () => {
    const db = openDatabase(ledgerPath);
    createLedgerTables(db);
    const turn = new GroupTurn(db, (error) => {
      throw error;
    });
    turns.push(turn);
    return { turn, store: new LedgerStore(db, turn) };
  };
  return {
    open,
    path: ledgerPath,
    async [Symbol.asyncDispose]() {
      for (const turn of turns) turn.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

describe('the ledger file', () => {
  it('gives back a row as it was written, after it was closed and opened', async () => {
    await using world = await setup();
    const first = world.open();
    const earlier = { attempt_id: 'att_0', state: 'sent' };
    const row = { ...ROW, earlier, partResults: [part(1, 'failed', 4)], sensitive: false };
    first.store.insert(row);
    first.turn.close();
    expect(world.open().store.attempt('gateway', 'att_1')).toEqual(row);
  });

  it('loses what was not committed when it is killed, and tells nobody of it', async () => {
    await using world = await setup();
    const first = world.open();
    first.turn.commit();
    let isTold = false;
    first.store.insert(ROW);
    first.turn.afterCommit(() => {
      isTold = true;
    });
    first.turn.kill();
    expect(world.open().store.attempt('gateway', 'att_1')).toBeNull();
    expect(isTold).toBe(false);
  });

  it('ends as in a crash when what an event brought fails, and says why once', async () => {
    await using world = await setup();
    const db = openDatabase(world.path);
    createLedgerTables(db);
    const errors: unknown[] = [];
    const turn = new GroupTurn(db, (error) => errors.push(error));
    const store = new LedgerStore(db, turn);
    turn.commit();
    let isTold = false;
    turn.guard(() => {
      store.insert(ROW);
      turn.afterCommit(() => {
        isTold = true;
      });
      store.insert(ROW);
    });
    turn.close();
    expect(errors).toMatchObject([{ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }]);
    expect({ isTold, isDead: turn.isDead, isOpen: db.open }).toEqual({
      isTold: false,
      isDead: true,
      isOpen: false,
    });
    expect(world.open().store.attempt('gateway', 'att_1')).toBeNull();
  });

  it('moves a row only from the state that it has', async () => {
    await using world = await setup();
    const { store } = world.open();
    store.insert(ROW);
    expect(store.move('accepted', { ...ROW, state: 'submitting' })).toBe(true);
    expect(store.move('accepted', { ...ROW, state: 'rejected' })).toBe(false);
    expect(store.attempt('gateway', 'att_1')?.state).toBe('submitting');
  });

  const ends = [
    { state: 'accepted', text: ROW.text },
    { state: 'submitting', text: ROW.text },
    { state: 'sent', text: '' },
    { state: 'failed', text: '' },
    { state: 'rejected', text: '' },
    { state: 'unknown', text: '' },
  ] as const;
  for (const { state, text } of ends) {
    it(`${text === '' ? 'erases' : 'keeps'} a sensitive text that is ${state}`, async () => {
      await using world = await setup();
      const { store } = world.open();
      store.insert(ROW);
      store.move('accepted', { ...ROW, state });
      expect(store.attempt('gateway', 'att_1')?.text).toBe(text);
      expect(mustErase({ sensitive: false, state })).toBe(false);
    });
  }

  it('never gives a seq twice, even when its frames were pruned', async () => {
    await using world = await setup();
    const first = world.open();
    first.store.pairings.save({
      gatewayId: 'gateway',
      deviceId: 'd',
      token: 't',
      pin: 'p',
      host: 'h',
      port: 1,
    });
    const seq = first.store.takeSeq();
    first.store.addToOutbox({ seq, body: '{}', gatewayId: 'gateway', at: 0 });
    first.store.pairings.saveAck('gateway', seq);
    first.store.prune(10);
    expect(first.store.outboxAfter('gateway', 0, 10)).toEqual([]);
    first.turn.close();
    expect(world.open().store.takeSeq()).toBe(seq + 1);
  });
});

describe('proven unsent', () => {
  const rows = [
    { title: 'rejected', row: { state: 'rejected' }, proven: true },
    { title: 'a tombstone', row: { state: 'never_seen', hash: null }, proven: true },
    { title: 'accepted', row: { state: 'accepted' }, proven: false },
    { title: 'submitting', row: { state: 'submitting' }, proven: false },
    { title: 'unknown', row: { state: 'unknown' }, proven: false },
    { title: 'sent', row: { state: 'sent' }, proven: false },
    {
      title: 'failed with every part in the closed list',
      row: { state: 'failed', partResults: [part(1, 'failed', 2), part(2, 'failed', 4)] },
      proven: true,
    },
    {
      title: 'failed with one part sent',
      row: { state: 'failed', partResults: [part(1, 'sent', -1), part(2, 'failed', 4)] },
      proven: false,
    },
    {
      title: 'failed with one code outside the list',
      row: { state: 'failed', partResults: [part(1, 'failed', 1), part(2, 'failed', 4)] },
      proven: false,
    },
    {
      title: 'failed with a part that nobody spoke of',
      row: { state: 'failed', partResults: [part(1, 'failed', 4)] },
      proven: false,
    },
  ] as const;
  for (const { title, row, proven } of rows) {
    it(`${title}: ${proven ? 'yes' : 'no'}`, () => expect(isProvenUnsent({ ...ROW, ...row })).toBe(proven));
  }
});
