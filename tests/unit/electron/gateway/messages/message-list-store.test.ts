/** Lists over a real database, compared with what reading every row would find. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import type { MessageFilter } from '../../../../../electron/gateway/messages/message-filter.ts';
import { createMessageListStore } from '../../../../../electron/gateway/messages/message-list-store.ts';
import type { MessageRow } from '../../../../../electron/gateway/messages/message-row.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { isMessageState, MESSAGE_STATES } from '../../../../../electron/shared/states.ts';
import { aMessage } from '../../../../support/a-message.ts';
import { createRandom } from '../../../../support/random.ts';

const NOON = Date.parse('2026-03-14T12:00:00Z');
const STATES = Object.keys(MESSAGE_STATES).filter(isMessageState);

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-lists-'));
  const storage = openStorage(directory);
  const { db } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const messages = createMessageStore(
    db,
    createLanes(createLaneStore(db), () => false),
  );
  const lists = createMessageListStore(db);
  const setState = db.prepare('UPDATE messages SET state = ?, updated_at = ?, held = ? WHERE seq = ?');
  const addDevice = db.prepare(
    "INSERT INTO devices (id, name, model, android, mode, token_hash, ledger_id, paired_at) VALUES (?, ?, '', 1, 'live', ?, '', 1)",
  );
  const addAttempt = db.prepare(
    `INSERT INTO attempts (attempt_id, message_seq, n, device_id, device_name, ledger_id, sim_id, sim_slot, state, not_after,
       offered_at) VALUES (?, ?, ?, ?, '', '', '', 1, 'sent', 0, 0)`,
  );
  /** Every page of a list, and how many there were. */
  const walk = (filter: Omit<MessageFilter, 'limit' | 'after'>, limit = 50) => {
    const rows: MessageRow[] = [];
    let pages = 0;
    for (let after: number | null | undefined; after !== null; pages += 1) {
      const page = lists.page({ ...filter, limit, ...(after === undefined ? {} : { after }) });
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      rows.push(...page.rows);
      after = page.nextAfter;
    }
    return { rows, pages };
  };
  const transact = (fill: () => void): void => {
    db.transaction(fill)();
  };
  return { db, messages, lists, setState, addDevice, addAttempt, walk, transact };
}

type World = ReturnType<typeof setup>;

/** Messages of three clients through two phones, the clock set back twice. */
function fillMixed({ transact, messages, setState, addDevice, addAttempt }: World): void {
  const random = createRandom(7);
  transact(() => {
    addDevice.run('dev_a', 'Till', Buffer.from('a'));
    addDevice.run('dev_b', 'Kitchen', Buffer.from('b'));
    let now = NOON;
    for (let n = 0; n < 600; n += 1) {
      now += n === 200 || n === 400 ? -500_000 : random.below(5_000);
      const seq = messages.insert(
        `req_${n}`,
        aMessage({
          clientId: random.pick(['cli_a', 'cli_a', 'cli_b', 'cli_c']),
          mode: random.pick(['live', 'test']),
          to: `+97798000000${random.below(20)}`,
          text: random.pick(['Your order is ready', 'Ça va? ÉTÉ', 'तपाईंको अर्डर २०२६', 'hi']),
          reference: random.below(5) === 0 ? `order-${random.below(5)}` : null,
        }),
        now,
      );
      const tries = random.below(3);
      setState.run(STATES[random.below(STATES.length)], now + random.below(100_000), tries, seq);
      for (let attempt = 0; attempt < tries; attempt += 1) {
        addAttempt.run(`att_${n}_${attempt}`, seq, attempt + 1, random.pick(['dev_a', 'dev_b']));
      }
    }
  });
}

const FILTERS: readonly Omit<MessageFilter, 'limit' | 'order'>[] = [
  {},
  { mode: 'test' },
  { clientId: 'cli_a', mode: 'live' },
  { clientId: 'cli_nobody', mode: 'live' },
  { states: ['failed'] },
  { states: ['failed', 'undelivered', 'unknown'], clientId: 'cli_a', mode: 'live' },
  { states: ['sent'], mode: 'test' },
  { to: '+977980000003' },
  { to: '+977980000003', clientId: 'cli_b', mode: 'live', states: ['delivered', 'queued'] },
  { reference: 'order-3', mode: 'live' },
  { device: 'dev_a' },
  { device: 'Kitchen', clientId: 'cli_c', mode: 'test', states: ['expired'] },
  { device: 'nobody' },
  { since: NOON + 300_000 },
  { until: NOON + 300_000, clientId: 'cli_a', mode: 'live' },
  { since: NOON + 200_000, until: NOON + 700_000, states: ['queued', 'cancelled'] },
  { updatedSince: NOON + 600_000 },
  { updatedSince: NOON + 600_000, clientId: 'cli_b', mode: 'test', states: ['sent'] },
  { q: 'ORDER' },
  { q: 'ca va? ete', clientId: 'cli_a', mode: 'live' },
  { q: 'अर्डर 2026' },
  { q: '00000', device: 'Till', since: NOON + 100_000 },
];

describe('a list of messages', () => {
  it.each(FILTERS)('has what reading every row would find, in either order: %o', (filter) => {
    const world = setup();
    fillMixed(world);
    const { db, walk } = world;
    const all = db.prepare<[], MessageRow>('SELECT * FROM messages ORDER BY seq').all();
    const expected = all.filter((row) => matches(world, row, filter)).map((row) => row.seq);
    expect(walk({ ...filter, order: 'asc' }, 7).rows.map((row) => row.seq)).toEqual(expected);
    expect(walk({ ...filter, order: 'desc' }).rows.map((row) => row.seq)).toEqual(expected.toReversed());
  });

  it('comes with the attempts of its messages, each in order', () => {
    const world = setup();
    fillMixed(world);
    const { rows, attempts } = world.lists.page({ order: 'desc', limit: 20 });
    const tries = (seq: number) => attempts.filter((attempt) => attempt.message_seq === seq);
    for (const row of rows) {
      expect(tries(row.seq).map(({ n }) => n)).toEqual(Array.from({ length: row.held }, (_, n) => n + 1));
    }
    expect(attempts.length).toBeGreaterThan(5);
  });

  it('stays as it was begun while messages come in', () => {
    const { lists, messages } = setup();
    for (let n = 0; n < 6; n += 1) messages.insert(`req_${n}`, aMessage(), NOON + n);
    const first = lists.page({ order: 'desc', limit: 3 });
    messages.insert('req_new', aMessage(), NOON + 9);
    const second = lists.page({ order: 'desc', limit: 3, after: first.nextAfter ?? 0 });
    expect([...first.rows, ...second.rows].map((row) => row.seq)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(second.nextAfter).toBeNull();
  });

  it('in which little is found ends its pages early, and comes to all of it', () => {
    const { walk, messages, transact } = setup();
    transact(() => {
      for (let n = 0; n < 8_000; n += 1) {
        messages.insert(`req_${n}`, aMessage({ text: n % 4_000 === 7 ? 'xy' : 'hi' }), NOON + n);
      }
    });
    const { rows, pages } = walk({ q: 'xy', order: 'desc' });
    expect(rows.map((row) => row.seq)).toEqual([4_008, 8]);
    expect(pages).toBeGreaterThan(2);
  });
});

function matches({ db }: World, row: MessageRow, filter: Omit<MessageFilter, 'limit' | 'order'>): boolean {
  const devices = db
    .prepare<[number], string>(
      "SELECT d.id || '/' || d.name FROM attempts a JOIN devices d ON d.id = a.device_id WHERE a.message_seq = ?",
    )
    .pluck()
    .all(row.seq);
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .replaceAll('२०२६', '2026');
  const texts = [row.recipient, row.body, row.reference ?? ''].map(plain);
  const { device, q } = filter;
  return (
    (filter.clientId === undefined || row.client_id === filter.clientId) &&
    (filter.mode === undefined || row.mode === filter.mode) &&
    (filter.states === undefined || filter.states.includes(row.state)) &&
    (filter.to === undefined || row.recipient === filter.to) &&
    (filter.reference === undefined || row.reference === filter.reference) &&
    (device === undefined || devices.some((each) => each.split('/').includes(device))) &&
    (q === undefined || texts.some((text) => text.includes(plain(q)))) &&
    (filter.since === undefined || row.created_at >= filter.since) &&
    (filter.until === undefined || row.created_at < filter.until) &&
    (filter.updatedSince === undefined || row.updated_at >= filter.updatedSince)
  );
}
