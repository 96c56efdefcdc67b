/** Over real tables: what waits for a SIM that is gone goes to the one in its place when the operator agrees. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSimSuccessions } from '../../../../../electron/gateway/devices/sim-succession.ts';
import { createDeviceRegistry } from '../../../../../electron/gateway/devices/device-registry.ts';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createSimTakeover } from '../../../../../electron/gateway/dispatch/sim-takeover.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { newId } from '../../../../../electron/gateway/foundation/new-id.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createTargetTransitions } from '../../../../../electron/gateway/messages/target-transitions.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../../../support/a-message.ts';

const NOW = 1_800_000_000_000;
const FACTS = { id: 3, slot: 1, carrier: 'NTC', mcc_mnc: '42901', number: null };

/** A phone that was paired, and whose ledger was cleared: its SIM has another id now. */
function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-takeover-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db, writer } = storage;
  const world = { now: NOW, wakes: 0, failsAfter: Number.POSITIVE_INFINITY, writes: 0 };
  const clock = { now: () => world.now, monotonic: () => 0 };
  const [feed, events, store] = [createFeed(), createEventStore(db), createDeviceStore(db)];
  store.insert({
    ...{ id: 'dev_1', name: 'Till', model: 'Test', android: 35, mode: 'live', hardware_serial: null },
    ...{ token_hash: Buffer.from('x'), ledger_id: 'now', parts_per_minute: null, paired_at: 1 },
  });
  store.storeSims('dev_1', 'first', [FACTS], NOW - 1_000);
  const oldSimId = store.sims('dev_1')[0]?.id ?? '';
  const registry = createDeviceRegistry({ store, clock, feed });
  const row = store.byId('dev_1');
  const tellSims = (ledger: string, facts = FACTS): string => {
    store.storeSims('dev_1', ledger, [facts], world.now);
    if (row !== undefined) registry.put(row);
    return store.sims('dev_1')[0]?.id ?? '';
  };
  const newSimId = tellSims('second');
  const lanes = createLanes(createLaneStore(db), () => false, writer.ifUndone);
  const messages = createMessageStore(db, lanes, writer.ifUndone);
  const takeover = createSimTakeover({
    ...createSimSuccessions({ store, writer, registry, events, clock }),
    lanes,
    moves: createTargetTransitions(db, lanes, feed),
    events,
    write: (unit) => {
      world.writes += 1;
      if (world.writes > world.failsAfter) return Promise.reject(new Error('the power went'));
      return writer.write(unit);
    },
    now: clock.now,
    wake: () => {
      world.wakes += 1;
    },
    log: silentLogger,
  });
  const add = (count: number, more: Parameters<typeof aMessage>[0] = {}) =>
    writer.write(() => {
      for (let n = 0; n < count; n += 1) {
        messages.insert(newId('req', NOW), aMessage({ simId: oldSimId, ...more }), NOW);
      }
    });
  const waitingBySim = (): Readonly<Record<string, number>> =>
    Object.fromEntries(
      db
        .prepare<[], { target: string; waiting: number }>(
          `SELECT l.target, count(*) AS waiting FROM messages m JOIN lanes l ON l.id = m.lane_id
           WHERE m.state = 'queued' GROUP BY l.target`,
        )
        .all()
        .map(({ target, waiting }) => [target, waiting]),
    );
  return { world, db, writer, store, lanes, takeover, add, waitingBySim, oldSimId, newSimId, tellSims };
}

describe('a SIM in the place of one that is gone', () => {
  it('is asked about while something waits for the old one, and takes nothing before the answer', async () => {
    const { takeover, add, waitingBySim, oldSimId, newSimId } = setup();
    expect(takeover.questions()).toEqual([]);
    await add(3);
    expect(takeover.questions()).toMatchObject([
      { deviceName: 'Till', slot: 1, carrier: 'NTC', oldSimId, newSimId, waiting: 3 },
    ]);
    expect(takeover.isAsked(oldSimId)).toBe(true);
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [oldSimId]: 3 });
  });

  it('takes over in bounded batches, each message once, with its sequence raised and a record', async () => {
    const { world, db, lanes, takeover, add, waitingBySim, oldSimId, newSimId } = setup();
    await add(600);
    await add(2, { simId: null, target: oldSimId, clientId: 'other' });
    await takeover.answer(oldSimId, newSimId, true);
    await takeover.moveWaiting();
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [newSimId]: 602 });
    expect([lanes.waitingFor(oldSimId), lanes.waitingFor(newSimId)]).toEqual([0, 602]);
    expect(db.prepare('SELECT DISTINCT sequence, sim_id FROM messages ORDER BY sim_id').all()).toEqual([
      { sequence: 2, sim_id: null },
      { sequence: 2, sim_id: newSimId },
    ]);
    const records = db
      .prepare<[], { data: string }>("SELECT data FROM events WHERE type = 'sim.took_over' ORDER BY seq")
      .all()
      .map(({ data }) => (JSON.parse(data) as { messages: number }).messages);
    expect(records).toEqual([250, 250, 102]);
    expect(world.wakes).toBeGreaterThan(0);
    expect(takeover.questions()).toEqual([]);
  });

  it('takes nothing after a no, and is not asked about again', async () => {
    const { takeover, add, waitingBySim, oldSimId, newSimId } = setup();
    await add(4);
    await takeover.answer(oldSimId, newSimId, false);
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [oldSimId]: 4 });
    expect([takeover.questions(), takeover.isAsked(oldSimId)]).toEqual([[], false]);
  });

  it('goes on where a failed write, or a restart, left it', async () => {
    const { world, takeover, add, waitingBySim, oldSimId, newSimId } = setup();
    await add(600);
    world.failsAfter = 1;
    await takeover.answer(oldSimId, newSimId, true);
    await expect(takeover.moveWaiting()).rejects.toThrow('the power went');
    expect(waitingBySim()).toEqual({ [oldSimId]: 350, [newSimId]: 250 });
    world.failsAfter = Number.POSITIVE_INFINITY;
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [newSimId]: 600 });
  });

  it('takes what comes in line later, and nothing once the old SIM is back', async () => {
    const { world, takeover, add, waitingBySim, oldSimId, newSimId, tellSims } = setup();
    await add(1);
    await takeover.answer(oldSimId, newSimId, true);
    await takeover.moveWaiting();
    await add(1);
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [newSimId]: 2 });
    world.now += 1_000;
    expect(tellSims('first')).toBe(oldSimId);
    await add(1);
    await takeover.moveWaiting();
    expect(waitingBySim()).toEqual({ [newSimId]: 2, [oldSimId]: 1 });
    // It is gone again: the answer of then does not hold for ever.
    tellSims('second');
    expect(takeover.questions()).toMatchObject([{ oldSimId, newSimId, waiting: 1 }]);
  });

  it('has from its first day the caps and the switch of the old one, another carrier has none', () => {
    const { store, newSimId, tellSims } = setup();
    expect(store.sims('dev_1')).toMatchObject([{ id: newSimId, sends: 1, day_cap: null }]);
    store.setSending(newSimId, { sends: false, dayCap: 90, monthCap: null });
    tellSims('third');
    expect(store.sims('dev_1')).toMatchObject([{ sends: 0, day_cap: 90, month_cap: null }]);
    tellSims('fourth', { ...FACTS, carrier: 'Ncell', mcc_mnc: '42902' });
    expect(store.sims('dev_1')).toMatchObject([{ sends: 1, day_cap: null }]);
  });

  it('is none when it was swapped for another carrier, or is not the one that was asked about', async () => {
    const { takeover, add, oldSimId, newSimId, tellSims } = setup();
    await add(1);
    await expect(takeover.answer(oldSimId, 'sim_other', true)).rejects.toMatchObject({ code: 'not_found' });
    tellSims('third', { ...FACTS, carrier: 'Ncell', mcc_mnc: '42902' });
    expect([takeover.questions(), takeover.isAsked(oldSimId)]).toEqual([[], false]);
    await expect(takeover.answer(oldSimId, newSimId, true)).rejects.toMatchObject({ code: 'not_found' });
  });
});
