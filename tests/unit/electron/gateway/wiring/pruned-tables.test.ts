/** Over real tables: each has somebody who keeps it short, or a reason why nobody needs to. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createInboxStore } from '../../../../../electron/gateway/inbox/inbox-store.ts';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { createBatchRetentionStore } from '../../../../../electron/gateway/messages/batches/batch-retention-store.ts';
import { createBatchStore } from '../../../../../electron/gateway/messages/batches/batch-store.ts';
import { createIdempotencyStore } from '../../../../../electron/gateway/messages/idempotency-store.ts';
import { createOrphanAttemptStore } from '../../../../../electron/gateway/messages/orphan-attempt-store.ts';
import { createInboxRetentionStore } from '../../../../../electron/gateway/inbox/inbox-retention-store.ts';
import { createTextRetentionStore } from '../../../../../electron/gateway/messages/text-retention-store.ts';
import { createOrphanStore } from '../../../../../electron/gateway/messages/orphan-store.ts';
import { createSimUsageStore } from '../../../../../electron/gateway/messages/sim-usage-store.ts';
import type { Database } from '../../../../../electron/gateway/storage/database.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { KEPT_TABLES, prunedTables } from '../../../../../electron/gateway/wiring/pruned-tables.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2027, 0, 15, 8);
const BATCH = 500;
const ERASED_AFTER = 10;
const INBOX_LIMIT = 300;

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-tables-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db } = storage;
  const orphans = createOrphanStore(db);
  const devices = createDeviceStore(db);
  for (const id of ['dev_1', 'dev_2']) {
    devices.insert({
      id,
      name: id,
      model: 'Test',
      android: 35,
      mode: 'live',
      hardware_serial: null,
      token_hash: Buffer.from(id),
      ledger_id: 'now',
      parts_per_minute: null,
      paired_at: 1,
    });
  }
  const idempotency = createIdempotencyStore(db);
  const counts = createOutcomeCountStore(
    db,
    createLocalDays(() => 'UTC'),
  );
  const [events, usage] = [createEventStore(db), createSimUsageStore(db)];
  const orphanAttempts = createOrphanAttemptStore(db);
  const inbox = createInboxStore(db, () => INBOX_LIMIT);
  const batches = createBatchStore(db);
  const tables = prunedTables({
    ...{ db, inbox, idempotency, orphans, orphanAttempts, events, usage, counts, batches },
    texts: createTextRetentionStore(db, () => ERASED_AFTER),
    batchTexts: createBatchRetentionStore(db, () => ERASED_AFTER),
    receivedTexts: createInboxRetentionStore(db, events, () => ERASED_AFTER),
  });
  const count = (table: string): number =>
    db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0;
  /** As the pruner does it, batch after batch. Returns the largest. */
  const prune = (name: string): number => {
    const table = tables.find((each) => each.name === name);
    let largest = 0;
    for (let deleted = 1; deleted > 0; largest = Math.max(largest, deleted)) {
      deleted = table?.prune(NOW, BATCH) ?? 0;
    }
    return largest;
  };
  /** In one transaction: a commit for each row would wait for the disk. */
  const fill = (rows: number, add: (n: number) => void): void => {
    db.transaction(() => {
      for (let n = 0; n < rows; n += 1) add(n);
    })();
  };
  return {
    ...{ fill, db, counts, devices, orphans, orphanAttempts, idempotency, events, usage },
    ...{ inbox, batches, tables, count, prune },
  };
}

function devicesSim(db: Database): void {
  db.prepare(
    "INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, is_present) VALUES ('sim_1', 'dev_1', 'now', 1, 1, 1)",
  ).run();
}

describe('every table of the database', () => {
  it('is pruned, or says why it needs no pruning; never both', () => {
    const { db, tables } = setup();
    const inFile = db
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .all();
    const declared = [
      ...tables.map(({ name }) => name).filter((name) => !name.includes(' ')),
      ...Object.keys(KEPT_TABLES),
    ];
    expect(declared.toSorted()).toEqual(inFile.map(({ name }) => name).toSorted());
  });
});

describe('a full table shrinks', () => {
  it('orphan_reports: the newest hundred of a kind stay for each phone, and none for longer than a month', () => {
    const { fill, db, count, prune } = setup();
    const add = db.prepare(
      "INSERT INTO orphan_reports (device_id, ledger_id, kind, frame, detail, received_at) VALUES (?, 'x', ?, '{}', '', ?)",
    );
    fill(1_200, (n) => add.run('dev_1', 'bad_fields', NOW - n));
    fill(150, () => add.run('dev_1', 'unknown_attempt', NOW));
    fill(60, (n) => add.run('dev_2', 'bad_fields', NOW - (n < 20 ? 31 * DAY_MS : 0)));
    expect(prune('orphan_reports')).toBe(BATCH);
    expect(count("orphan_reports WHERE device_id = 'dev_1'")).toBe(200);
    expect(count("orphan_reports WHERE device_id = 'dev_2'")).toBe(40);
  });

  it('orphan_reports: a phone that floods it is held at once, and costs no other its rows', () => {
    const { fill, orphans, count, db } = setup();
    const row = { ledgerId: 'x', kind: 'bad_fields', frame: '{}', detail: '', receivedAt: NOW } as const;
    orphans.add({ ...row, deviceId: 'dev_2' });
    fill(2_000, (n) => {
      orphans.add({ ...row, deviceId: 'dev_1', detail: String(n) });
      expect(count('orphan_reports')).toBeLessThanOrEqual(1 + 150);
    });
    expect(count("orphan_reports WHERE device_id = 'dev_2'")).toBe(1);
    expect(db.prepare('SELECT max(CAST(detail AS INTEGER)) AS newest FROM orphan_reports').get()).toEqual({
      newest: 1_999,
    });
  });

  it('orphan_attempts: what phones told more than a month ago goes', () => {
    const { fill, orphanAttempts, count, prune } = setup();
    fill(1_300, (n) => {
      const heardAt = n < 1_200 ? NOW - 31 * DAY_MS : NOW - 29 * DAY_MS;
      orphanAttempts.keep({
        ...{ attemptId: `att_${n}`, requestId: null, deviceId: 'dev_1', ledgerId: 'x', entry: '{}' },
        heardAt,
      });
    });
    expect(prune('orphan_attempts')).toBe(BATCH);
    expect(count('orphan_attempts')).toBe(100);
  });

  it('inbound_messages: the newest of each phone stay, also while one floods it', () => {
    const { fill, inbox, count, prune, db } = setup();
    db.exec(`INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, is_present)
      VALUES ('sim_1', 'dev_1', 'now', 1, 1, 1), ('sim_2', 'dev_2', 'now', 1, 1, 1)`);
    const receive = (n: number, phone: 1 | 2): boolean =>
      inbox.insert({
        ...{
          id: `inb_${phone}_${n}`,
          deviceId: `dev_${phone}`,
          ledgerId: 'now',
          deviceName: 'x',
          mode: 'live',
        },
        ...{
          inboundId: String(n).padEnd(64, 'a'),
          simId: `sim_${phone}`,
          simSlot: 1,
          sender: '+1',
          senderRaw: '1',
        },
        ...{ body: 'Yes', parts: 1, receivedAt: NOW, smscAt: null, storedAt: NOW, answers: null },
      });
    fill(50, (n) => receive(n, 2));
    fill(2_000, (n) => {
      receive(n, 1);
      expect(count("inbound_messages WHERE device_id = 'dev_1'")).toBeLessThanOrEqual(INBOX_LIMIT + 500);
    });
    expect(prune('inbound_messages')).toBeLessThanOrEqual(BATCH);
    expect(count("inbound_messages WHERE device_id = 'dev_1'")).toBe(INBOX_LIMIT);
    expect(count("inbound_messages WHERE id = 'inb_1_1999' OR device_id = 'dev_2'")).toBe(51);
  });

  it('received texts: old ones lose what was said, in their event too; younger ones keep it', () => {
    const { fill, db, events, count, prune } = setup();
    devicesSim(db);
    const add = db.prepare(
      `INSERT INTO inbound_messages (id, device_id, ledger_id, inbound_id, device_name, sim_id, sim_slot, mode, sender,
         sender_raw, body, parts, received_at, stored_at)
       VALUES (?, 'dev_1', 'now', ?, '', 'sim_1', 1, 'live', '+1', '+1', 'yes', 1, 1, ?)`,
    );
    fill(1_200, (n) => {
      const at = NOW - (n < 1_100 ? ERASED_AFTER + 1 : 1) * DAY_MS;
      add.run(`inb_${n}`, String(n).padStart(64, '0'), at);
      const about = { mode: 'live', clientId: null, subjectId: `inb_${n}`, at } as const;
      events.append({ ...about, type: 'inbox.received', data: { from: '+1', text: 'yes' } });
      for (let more = 0; more < 6; more += 1) events.append({ ...about, type: 'message.sent', data: {} });
    });
    expect(prune('received texts')).toBe(BATCH);
    expect(count("inbound_messages WHERE body = 'yes'")).toBe(100);
    expect(count("events WHERE json_extract(data, '$.text') = 'yes'")).toBe(100);
    expect(count("events WHERE json_extract(data, '$.from') = '+1'")).toBe(1_200);
  });

  it('events: those of the last 30 days stay', () => {
    const { fill, events, count, prune } = setup();
    fill(1_300, (n) => {
      const at = n < 1_200 ? NOW - 31 * DAY_MS : NOW - 29 * DAY_MS;
      events.append({ type: 'message.sent', mode: 'live', clientId: null, subjectId: 'req_1', at, data: {} });
    });
    expect(prune('events')).toBe(BATCH);
    expect(count('events')).toBe(100);
  });

  it('batch_rejections: lists of left-out rows stay for 30 days', () => {
    const { fill, db, batches, count, prune } = setup();
    const add = db.prepare(
      `INSERT INTO batches (seq, batch_id, client_id, mode, state, priority, target, body, messages, parts, rejected,
         created_at, expires_at) VALUES (?, ?, 'cli', 'live', 'finished', 2, '', 'hi', 1, 1, 1, 1, 2)`,
    );
    const row = { index: 0, to: 'x', code: 'invalid_number', field: 'to' } as const;
    fill(1_000, (n) => {
      add.run(n + 1, `bat_${n}`);
      const spoken = { code: 'field.not_a_number', values: {} } as const;
      batches.storeRejections(n + 1, [{ ...row, sentence: spoken }], NOW - (n < 800 ? 31 : 29) * DAY_MS);
    });
    expect(prune('batch_rejections')).toBe(BATCH);
    expect(count('batch_rejections')).toBe(200);
    expect(batches.rejectionsOf(1)).toEqual([]);
    expect(batches.rejectionsOf(900)).toMatchObject([{ index: 0, code: 'invalid_number' }]);
  });

  it('texts of batches: those of what was over long ago are erased, and the batches stay', () => {
    const { fill, db, count, prune } = setup();
    const add = db.prepare(
      `INSERT INTO batches (batch_id, client_id, mode, state, priority, target, body, messages, parts, rejected,
         created_at, expires_at, finished_at) VALUES (?, 'cli', 'live', 'running', 2, '', 'hi', 1, 1, 0, 1, 2, ?)`,
    );
    fill(900, (n) => {
      const overFor = n < 700 ? ERASED_AFTER + 1 : ERASED_AFTER - 1;
      add.run(`bat_${n}`, n < 800 ? NOW - overFor * DAY_MS : null);
    });
    expect(prune('texts of batches')).toBe(BATCH);
    expect([count('batches'), count("batches WHERE body = ''")]).toEqual([900, 700]);
  });

  it('idempotency: keys that nobody looks at go', () => {
    const { fill, idempotency, count, prune } = setup();
    const scope = { clientId: 'cli_a', mode: 'live', route: 'POST /v1/messages' };
    fill(1_200, (n) => {
      idempotency.insert(
        { ...scope, key: `key-${n}` },
        Buffer.alloc(32),
        'req_1',
        NOW - (n < 1_100 ? 10 : 0) * DAY_MS,
      );
    });
    expect(prune('idempotency')).toBe(BATCH);
    expect(count('idempotency')).toBe(100);
  });

  it('sim_usage: days that no cap counts go', () => {
    const { fill, db, usage, count, prune } = setup();
    const add = db.prepare("INSERT INTO sim_usage (sim_id, day, parts) VALUES ('sim_1', ?, 5)");
    fill(700, (n) => add.run(new Date(NOW - n * DAY_MS).toISOString().slice(0, 10)));
    expect(prune('sim_usage')).toBe(BATCH);
    expect(count('sim_usage')).toBe(63);
    expect(usage.used('sim_1', '2026-12')).toBe(31 * 5);
  });

  it('outcome_counts: minutes go after hours, hours after weeks, days after a year', () => {
    const { fill, db, counts, count, prune } = setup();
    const add = db.prepare(
      "INSERT INTO outcome_counts (unit, scope, at, sent, failed, expired, faults) VALUES (?, 'mode/live', ?, 1, 0, 0, 0)",
    );
    const minute = Math.floor(NOW / 60_000);
    fill(1_000, (n) => add.run('minute', minute - n));
    fill(1_000, (n) => add.run('hour', Math.floor(minute / 60) - n));
    add.run('day', 20_250_101);
    add.run('day', 20_260_101);
    expect(prune('outcome_counts')).toBe(BATCH);
    expect(count("outcome_counts WHERE unit = 'minute'")).toBe(121);
    expect(count("outcome_counts WHERE unit = 'hour'")).toBe(35 * 24 + 1);
    expect(count("outcome_counts WHERE unit = 'day'")).toBe(1);
    expect(counts.lastHour({ mode: 'live' }, NOW).sent).toBe(60);
  });

  it('device_ledgers: the ledger that a phone speaks from stays, and a few of its others', () => {
    const { fill, devices, count, prune } = setup();
    fill(700, (n) => {
      devices.storeLastSeq('dev_1', `old-${n}`, 1_000 + n);
    });
    devices.storeLastSeq('dev_1', 'now', 3);
    devices.storeLastSeq('dev_2', 'now', 4);
    expect(prune('device_ledgers')).toBe(BATCH);
    expect(count('device_ledgers')).toBe(8 + 1);
    expect(devices.lastSeq('dev_1', 'now')).toBe(3);
    expect(devices.lastSeq('dev_2', 'now')).toBe(4);
  });

  it('sims: a phone that tells of ever new ones fills no table, and old ones make room', () => {
    const { fill, devices, count, prune } = setup();
    const sim = (id: number) => ({ id, slot: 1, carrier: null, mcc_mnc: null, number: null });
    fill(500, (n) => {
      devices.storeSims('dev_1', `ledger-${n}`, [sim(n), sim(n + 1)], NOW + n);
    });
    devices.storeSims('dev_2', 'now', [sim(1)], NOW);
    expect(count("sims WHERE device_id = 'dev_1'")).toBe(64);
    expect(prune('sims')).toBe(32);
    expect(count("sims WHERE device_id = 'dev_1'")).toBe(32);
    devices.storeSims('dev_1', 'now', [sim(7)], NOW + 1_000);
    expect(devices.sims('dev_1')).toMatchObject([{ subscription_id: 7, is_present: 1 }]);
    expect(devices.sims('dev_2')).toHaveLength(1);
  });

  it('sims: one whose texts are kept, that takes texts, or that has a cap stays', () => {
    const { fill, db, devices, count, prune } = setup();
    const sim = (id: number) => ({ id, slot: 1, carrier: null, mcc_mnc: null, number: null });
    fill(60, (n) => {
      devices.storeSims('dev_1', 'now', [sim(n)], NOW + n);
    });
    const [texts, takes, capped] = [0, 1, 2].map((n) => devices.simOf('dev_1', 'now', n)?.id ?? '');
    db.prepare(
      `INSERT INTO inbound_messages (id, device_id, ledger_id, inbound_id, device_name, sim_id, sim_slot, mode, sender,
         sender_raw, body, parts, received_at, stored_at)
       VALUES ('inb_1', 'dev_1', 'now', ?, 'x', ?, 1, 'live', '1', '1', 'x', 1, 1, 1)`,
    ).run('a'.repeat(64), texts);
    devices.setTakesTexts(takes ?? '', true);
    db.prepare('UPDATE sims SET day_cap = 5 WHERE id = ?').run(capped);
    prune('sims');
    expect(count('sims')).toBe(1 + 3 + 32);
    for (const n of [0, 1, 2]) expect(devices.simOf('dev_1', 'now', n)).toBeDefined();
  });
});
