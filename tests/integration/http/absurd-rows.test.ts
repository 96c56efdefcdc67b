/** Rows that no honest gateway wrote, in every table: each list goes on around them. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';
import { openDatabase, type Database } from '../../../electron/gateway/storage/database.ts';
import { asRecord } from '../../support/gateway-process.ts';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { rawCall } from '../../support/raw-call.ts';

const FAR = 9_007_199_254_740_991;
const BODY = { to: '+9779812345678', text: 'Hi' };

/** What is put into a column, by its name; every one of them alone, and all at once. */
const ABSURD: Readonly<Record<string, Readonly<Record<string, readonly (string | number | null)[]>>>> = {
  messages: {
    state: ['nonsense', ''],
    mode: ['sideways'],
    priority: [77, -1],
    encoding: ['morse', ''],
    parts: [-FAR, FAR],
    recipient: ['', 'x\u0000y'],
    body: ['', '\u0000', 'x'.repeat(300_000)],
    metadata: ['{', '[1]', '{"a":{"b":1}}', 'null', '"x"'],
    created_at: [-FAR, FAR],
    expires_at: [-FAR, FAR],
    updated_at: [-FAR, FAR],
    ended_at: [FAR],
    due_at: [-FAR],
    scheduled_at: [FAR],
    failure_code: ['nonsense'],
    attempts: [-5],
    lane_id: [77],
  },
  attempts: {
    state: ['nonsense'],
    part_results: ['', '{', '{"x":1}', '[null,7,"x",{"state":5}]'],
    n: [-FAR],
    sim_slot: [FAR],
    offered_at: [-FAR, FAR],
    ended_at: [FAR],
    parts: [-FAR],
    code: ['nonsense', ''],
    reason: ['x'.repeat(10_000)],
  },
  inbound_messages: {
    mode: ['sideways'],
    parts: [-FAR, FAR],
    sim_slot: [-FAR],
    received_at: [-FAR, FAR],
    smsc_at: [FAR],
    stored_at: [-FAR],
    sender: ['', '\u0000'],
    body: ['', 'x'.repeat(300_000)],
  },
  events: { type: ['', 'nonsense'], mode: ['sideways'], at: [-FAR, FAR], data: ['{', ''] },
  devices: {
    mode: ['sideways'],
    model: ['', '\u0000'],
    android: [-FAR],
    parts_per_minute: [-5],
    session: [FAR],
  },
  sims: { slot: [-FAR], number: [''], carrier: ['\u0000'], is_present: [1], day_cap: [-5], takes_texts: [7] },
  tokens: { mode: ['sideways'], scopes: ['', 'nonsense x'], created_at: [-FAR, FAR], hint: [''] },
  clients: { name: ['', '\u0000'], created_at: [FAR] },
  lanes: { mode: ['sideways'], priority: [77], target: ['nonsense'] },
  queue_holds: { kind: ['nonsense'], since: [FAR] },
  settings: { value: ['', 'nonsense', '[[', '-1'] },
  orphan_reports: { frame: ['{'], received_at: [FAR] },
  idempotency: { day: [FAR], route: [''] },
  sim_usage: { day: [''], parts: [-FAR] },
  device_ledgers: { last_seq: [-FAR] },
};

const columnsOf = (db: Database, table: string): readonly string[] =>
  db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);

/** Adds copies of the first rows of each table, each copy with one absurd value, and one with all. */
function plant(db: Database): void {
  let count = 0;
  for (const [table, columns] of Object.entries(ABSURD)) {
    const names = columnsOf(db, table).filter((name) => name !== 'seq');
    const insert = db.prepare(
      `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    );
    const variants = Object.entries(columns).flatMap(([column, values]) =>
      values.map((value): Record<string, unknown> => ({ [column]: value })),
    );
    const all = Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[0]]));
    for (const row of db.prepare(`SELECT * FROM ${table} LIMIT 4`).all().map(asRecord)) {
      for (const variant of [...variants, all]) {
        count += 1;
        insert.run({ ...row, ...uniqueOf(row, count), ...variant });
      }
    }
  }
}

/** What may not be there twice, made anew. */
function uniqueOf(row: Record<string, unknown>, count: number): Record<string, unknown> {
  const text = `absurd_${count}`;
  const bytes = Buffer.from(text.padEnd(32));
  const fresh: Record<string, unknown> = {
    id: typeof row['id'] === 'number' ? 1_000 + count : text,
    ...{ request_id: text, attempt_id: text, name: text, subscription_id: 1_000 + count },
    ...{ inbound_id: text.padEnd(64, '0'), hash: bytes, token_hash: bytes, key_hash: bytes },
    ...('batch_id' in row ? { client_id: text } : {}),
  };
  return Object.fromEntries(Object.entries(fresh).filter(([name]) => name in row));
}

/** One honest row in each table that the honest gateway left empty. */
function fillGaps(db: Database): void {
  const now = Date.now();
  db.exec(`
    INSERT OR IGNORE INTO queue_holds VALUES ('client', 'cli_none', ${now});
    INSERT OR IGNORE INTO settings VALUES ('backlog_limit', '50000');
    INSERT INTO orphan_reports (device_id, ledger_id, kind, frame, detail, received_at) VALUES ('dev', 'led', 'bad_fields', '{}', '', ${now});
    INSERT INTO idempotency (day, client_id, mode, route, key_hash, fingerprint, request_id) VALUES (1, 'c', 'live', 'r', x'00', x'00', 'req');
    INSERT INTO inbound_messages (id, device_id, ledger_id, inbound_id, device_name, sim_id, sim_slot, mode, sender, sender_raw,
      body, parts, received_at, stored_at)
      SELECT 'inb_honest', d.id, d.ledger_id, '${'a'.repeat(64)}', d.name, s.id, 1, 'test', '+9779800000000', '9800000000', 'Yes', 1, ${now}, ${now}
      FROM devices d JOIN sims s ON s.device_id = d.id LIMIT 1;`);
}

/** Every item of a list, a page of two at a time. */
async function walk(
  call: (query: string) => Promise<{ status: number; body: Record<string, unknown> }>,
  idOf: string,
) {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 200; page += 1) {
    const query = `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
    const { status, body } = await call(query);
    expect([query, status]).toEqual([query, 200]);
    const items: unknown = body['items'];
    if (!Array.isArray(items)) throw new Error('no list');
    seen.push(...items.map((item) => String(asRecord(item)[idOf])));
    const next: unknown = body['next_cursor'];
    cursor = typeof next === 'string' ? next : null;
    if (cursor === null) return seen;
  }
  throw new Error('the list has no end');
}

interface Planted {
  readonly world: GatewayWorld;
  readonly honest: readonly string[];
  readonly test: string;
  /** Lists of which rows were left out, by the log. */
  readonly leftOut: readonly string[];
}

async function planted(): Promise<Planted> {
  const first = await setUpGateway({ demoPhone: true });
  const honest: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    honest.push(String((await first.post(BODY, { token: first.test })).body['request_id']));
  }
  // A live one waits: why is told with it.
  await first.post(BODY);
  await expect
    .poll(
      async () =>
        (await first.call({ path: `/v1/messages/${honest[2] ?? ''}`, token: first.test })).body['status'],
    )
    .toBe('delivered');
  const leftOut: string[] = [];
  const warn = (facts: Readonly<Record<string, unknown>>): void => {
    if ('leftOut' in facts) leftOut.push(String(facts['list']));
  };
  const world = await setUpGateway({
    logger: { ...silentLogger, warn },
    prepare: (dataDir) => {
      const file = path.join(dataDir, 'relaydesk.db');
      first.db.prepare('VACUUM INTO ?').run(file);
      const db = openDatabase(file);
      db.pragma('foreign_keys = OFF');
      db.pragma('ignore_check_constraints = ON');
      fillGaps(db);
      plant(db);
      db.close();
    },
  });
  return { world, honest, test: first.test, leftOut };
}

describe('with absurd rows in every table', () => {
  it('every list of both doors answers, page by page, with every honest row', async () => {
    const { world, honest, test, leftOut } = await planted();
    const socket = path.join(world.dataDir, 'console.sock');
    const api = (route: string) => (query: string) =>
      world.call({ path: `/v1${route}${query}`, token: test });
    const screens = (route: string) => (query: string) =>
      rawCall(socket, { path: `/console${route}${query}` });

    for (const list of [api('/messages?'), api('/messages?order=asc&'), screens('/messages?')]) {
      expect(await walk(list, 'request_id')).toEqual(expect.arrayContaining([...honest]));
    }
    for (const list of [api('/inbox?'), screens('/inbox?')]) {
      expect(await walk(list, 'id')).toContain('inb_honest');
    }
    for (const answer of [
      await api('/devices')(''),
      await screens('/devices')(''),
      await screens('/tokens')(''),
      await screens('/overview')(''),
      await api('/queue')(''),
      await screens('/messages?limit=200')(''),
      await api('/messages?limit=200')(''),
      await api('/messages?status=failed')(''),
    ]) {
      expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.stringContaining('"ok":true')]);
    }
    expect((await world.call({ path: '/v1/ready', token: test })).status).toBe(503);
    expect(new Set(leftOut)).toContain('messages');
  });
});
