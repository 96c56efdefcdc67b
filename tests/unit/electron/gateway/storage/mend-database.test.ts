import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';
import { mendDatabase, realProblems } from '../../../../../electron/gateway/storage/mend-database.ts';
import { damagePage, loseLastRow, pagesOf } from '../../../../support/surroundings/database-pages.ts';

/** Enough rows that each tree has pages that lead to others. */
const ROWS = 2_000;

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-mend-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const file = path.join(directory, 'relaydesk.db');
  const db = openDatabase(file);
  db.exec(`
    CREATE TABLE texts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX texts_number ON texts (number, seq);
    CREATE INDEX texts_odd ON texts (number) WHERE seq % 2 = 1;
    CREATE TABLE holds (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      INSERT INTO texts (id, number, body) SELECT 'req_' || (i * 7919 % 100003), '+97798' || (i * 31 % 1009), 'Your order is ready.' FROM n;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      INSERT INTO holds SELECT 'client', 'cli_' || i FROM n;`);
  db.close();
  const read = (sql: string): unknown => {
    const own = openDatabase(file);
    try {
      return own.prepare(sql).pluck().all();
    } finally {
      own.close();
    }
  };
  return { file, read };
}

const INDEXES = ['sqlite_autoindex_texts_1', 'texts_number', 'texts_odd'];

describe('mendDatabase', () => {
  it('finds a sound file sound, and leaves it alone', () => {
    const { file } = setup();
    expect(mendDatabase(file)).toEqual({ kind: 'sound' });
  });

  it.each([
    ['its whole page', 0],
    ['the second half of its page', 2_048],
  ])('makes every index anew whose tree is hurt in %s, and nothing else', (_what, from) => {
    const { file, read } = setup();
    const everything = read('SELECT id || number || body FROM texts ORDER BY seq');
    const sound = `${file}.sound`;
    copyFileSync(file, sound);
    const hurt = pagesOf(file).filter(({ name }) => INDEXES.includes(name));
    expect(new Set(hurt.map(({ name, kind }) => `${name} ${kind}`)).size).toBe(6);
    for (const { name, page } of hurt.filter((_use, place) => place % 3 === 0)) {
      copyFileSync(sound, file);
      damagePage(file, page, from);
      expect([name, page, mendDatabase(file).kind]).toEqual([name, page, 'rebuilt']);
      expect(mendDatabase(file)).toEqual({ kind: 'sound' });
      expect(read('SELECT id || number || body FROM texts ORDER BY seq')).toEqual(everything);
      expect(read("SELECT seq FROM texts INDEXED BY texts_number WHERE number = '+9779831'")).toEqual([
        1, 1010,
      ]);
      expect(read('SELECT count(*) FROM texts INDEXED BY texts_odd WHERE seq % 2 = 1')).toEqual([ROWS / 2]);
    }
  });

  it.each([
    ['texts', 'leaf'],
    ['texts', 'internal'],
    ['holds', 'leaf'],
    ['holds', 'internal'],
    ['sqlite_schema', 'leaf'],
  ])('changes nothing where a page of the table %s is hurt (%s)', (name, kind) => {
    const { file } = setup();
    const use = pagesOf(file).findLast((own) => own.name === name && own.kind === kind);
    damagePage(file, use?.page ?? 0);
    const found = mendDatabase(file);
    expect(found.kind).toBe('damaged');
    expect(mendDatabase(file)).toEqual(found);
  });

  it('does not hide that rows are lost by making their indexes anew', () => {
    const { file } = setup();
    const use = pagesOf(file).findLast((own) => own.name === 'texts' && own.kind === 'leaf');
    loseLastRow(file, use?.page ?? 0);
    expect(mendDatabase(file)).toEqual({ kind: 'damaged', why: 'rows of the table texts are lost' });
  });

  it('says that it could not look at what is no database file of ours to open', () => {
    const { file } = setup();
    expect(mendDatabase(`${file}.gone`).kind).toBe('unchecked');
  });
});

it('counts a page that nobody uses as lost room, not as damage', () => {
  const rows = ['*** in database main ***\nPage 7: never used\nPage 8: never used', 'ok'];
  expect(realProblems(rows)).toBeNull();
  expect(realProblems([...rows, 'row 3 missing from index x'])).toBe('row 3 missing from index x');
});
