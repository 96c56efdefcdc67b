/** What the ledger asks of SQLite, and how SQLite means to answer it: as fast at 250,000 rows as at one. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { GroupTurn } from '../../../../../electron/gateway/demo-phone/group-turn.ts';
import { createLedgerTables } from '../../../../../electron/gateway/demo-phone/ledger-schema.ts';
import { LedgerStore } from '../../../../../electron/gateway/demo-phone/ledger-store.ts';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';

/** Statements that read a table whole, and why they may. */
const ALLOWED: Readonly<Record<string, string>> = {
  'SELECT count(*) FROM attempts': 'counts once, when the ledger is opened',
};

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-ledger-plans-'));
  const db = openDatabase(path.join(directory, 'ledger.db'));
  createLedgerTables(db);
  const seen = new Set<string>();
  const turn = new GroupTurn(db, (error) => {
    throw error;
  });
  const watched = {
    get inTransaction() {
      return db.inTransaction;
    },
    exec: (sql: string) => db.exec(sql),
    close: () => db.close(),
    prepare: (sql: string) => {
      seen.add(sql);
      return db.prepare(sql);
    },
  };
  onTestFinished(() => {
    turn.kill();
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const planOf = (sql: string): readonly string[] => {
    const names = (sql.match(/@\w+/g) ?? []).map((name) => [name.slice(1), 1] as const);
    const marks: unknown[] = (sql.match(/\?/g) ?? []).map(() => 1);
    const values = names.length > 0 ? [Object.fromEntries(names)] : marks;
    return db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map((step) => step.detail);
  };
  return { store: new LedgerStore(watched, turn), seen, planOf };
}

it('no statement of the ledger reads a table whole that grows', () => {
  const { store, seen, planOf } = setup();
  store.attempt('gateway', 'att_1');
  store.attemptsOfRequest('gateway', 'req_1');
  store.attemptsIn('accepted');
  store.attemptsPage('gateway', 1, 'att_1', 50);
  store.attemptsAwaitingDelivery();
  store.newestAttemptId('gateway');
  store.openCount();
  store.isSentRowClaimed(1);
  store.submittedAfter('boot', 1);
  store.hasTexted('2345678', 1);
  store.outboxAfter('gateway', 1, 10);
  store.addInbound('inb_1', 1);
  store.prune(1);
  const scans = [...seen].flatMap((sql) =>
    sql in ALLOWED
      ? []
      : planOf(sql)
          .filter(
            (step) =>
              /^SCAN (attempts|outbox|inbound)\b/.test(step) && !/INDEX attempts_(open|awaiting)/.test(step),
          )
          .map((step) => `${step}: ${sql}`),
  );
  expect(scans).toEqual([]);
  expect(seen.size).toBeGreaterThan(14);
  for (const sql of Object.keys(ALLOWED)) expect([...seen]).toContain(sql);
});

it.each([
  ['substr(recipient, -7) = ?', 'attempts_texted'],
  ['WHERE sent_row = ?', 'attempts_by_row'],
  ['submitted_elapsed > ?', 'attempts_by_submit'],
  ['instr(part_results', 'attempts_awaiting'],
])('what asks %s is answered by its own index', (part, index) => {
  const { store, seen, planOf } = setup();
  store.hasTexted('2345678', 1);
  store.isSentRowClaimed(1);
  store.submittedAfter('boot', 1);
  store.attemptsAwaitingDelivery();
  const sql = [...seen].find((each) => each.includes(part)) ?? '';
  expect(planOf(sql).join('; ')).toContain(`INDEX ${index}`);
});
