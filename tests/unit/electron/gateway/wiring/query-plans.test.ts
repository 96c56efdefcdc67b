/** What the gateway asks of SQLite, and how SQLite means to answer it: as fast at a million rows as at one. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../../electron/gateway/foundation/clock.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { createReads } from '../../../../../electron/gateway/wiring/reads.ts';
import { createGatewayServices } from '../../../../../electron/gateway/wiring/services.ts';

/** Tables that get a row for each message, try, fact, key, minute or text received. */
const GROWING = ['messages', 'attempts', 'events', 'idempotency', 'outcome_counts', 'inbound_messages'];

/** Statements that may read all of an index, and why. */
const ALLOWED: readonly { readonly part: string; readonly why: string }[] = [
  { part: 'GROUP BY lane_id', why: 'counts what waits, once at the start, from a partial index' },
  { part: 'ORDER BY m.seq DESC, a.n DESC LIMIT 1', why: 'sorts the tries of three messages' },
  { part: 'DELETE FROM sims', why: 'sorts the SIMs of phones, 64 each' },
  { part: 'FROM events ORDER BY seq LIMIT', why: 'takes the oldest up to its limit, without a condition' },
];

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-plans-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db } = storage;
  const prepare = db.prepare.bind(db);
  const seen = new Set<string>();
  db.prepare = (sql: string) => {
    seen.add(sql);
    return prepare(sql);
  };
  createGatewayServices(storage, systemClock, silentLogger, { hasDemoPhone: true, dataDir: directory });
  createReads(db, storage.searchPath).messages({ q: 'order', order: 'desc', limit: 1 });
  const planOf = (sql: string): readonly string[] => {
    const explain = prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const names = (sql.match(/@\w+/g) ?? []).map((name) => name.slice(1));
    const marks = sql.match(/\?/g) ?? [];
    const values =
      names.length > 0 ? [Object.fromEntries(names.map((name) => [name, 1]))] : marks.map(() => 1);
    return explain.all(...values).map((step) => step.detail);
  };
  return { seen, planOf };
}

/** A table or an alias of it, read whole, or sorted by itself. */
function isSlow(sql: string, step: string): boolean {
  if (/^USE TEMP B-TREE/.test(step)) return readsGrowing(sql);
  const scanned = /^SCAN (\w+)/.exec(step)?.[1];
  if (scanned === undefined) return false;
  const table = new RegExp(`(\\w+) (?:AS )?${scanned}\\b`).exec(sql)?.[1] ?? scanned;
  return GROWING.includes(scanned) || GROWING.includes(table);
}

const readsGrowing = (sql: string): boolean =>
  GROWING.some((table) => new RegExp(`\\b${table}\\b`).test(sql));

describe('every statement that the gateway prepares', () => {
  it('finds its rows by an index: none reads all of a table that grows, none sorts one', () => {
    const { seen, planOf } = setup();
    const slow = [...seen].flatMap((sql) => {
      if (ALLOWED.some(({ part }) => sql.includes(part))) return [];
      const steps = /^(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql.trim()) ? planOf(sql) : [];
      return steps.filter((step) => isSlow(sql, step)).map((step) => `${step}: ${sql}`);
    });
    expect(slow).toEqual([]);
    expect(seen.size).toBeGreaterThan(80);
  });

  it('is found by this test when it does not', () => {
    const { planOf } = setup();
    const slow = (sql: string) => planOf(sql).some((step) => isSlow(sql, step));
    expect(slow('SELECT * FROM messages m WHERE m.body = ?')).toBe(true);
    expect(slow('SELECT * FROM messages WHERE client_id = @a AND mode = @b ORDER BY body')).toBe(true);
    expect(slow('SELECT * FROM messages WHERE request_id = ?')).toBe(false);
  });

  it('has a reason where it is let off', () => {
    const { seen } = setup();
    for (const { part, why } of ALLOWED) {
      expect(
        [...seen].some((sql) => sql.includes(part)),
        why,
      ).toBe(true);
    }
  });
});
