/** The search over real files, compared with reading every row. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import type { MessageFilter } from '../../../../../electron/gateway/messages/message-filter.ts';
import type { NewMessage } from '../../../../../electron/gateway/messages/message-row.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createTextRetentionStore } from '../../../../../electron/gateway/messages/text-retention-store.ts';
import { openReader } from '../../../../../electron/gateway/storage/database.ts';
import { openSearchFile } from '../../../../../electron/gateway/storage/search-file.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import { createReads } from '../../../../../electron/gateway/wiring/reads.ts';
import { aMessage } from '../../../../support/a-message.ts';
import { createRandom } from '../../../../support/random.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-03-14T12:00:00Z');

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-search-'));
  const storage = openStorage(directory);
  const { db, searchPath } = storage;
  const reader = openReader(storage.path);
  onTestFinished(() => {
    reader.close();
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const messages = createMessageStore(
    db,
    createLanes(createLaneStore(db), () => false),
  );
  let reads = createReads(reader, searchPath);
  let added = 0;
  const add = (texts: readonly string[], more: Partial<NewMessage> = {}): void => {
    db.transaction(() => {
      for (const text of texts) {
        added += 1;
        messages.insert(`req_${added}`, aMessage({ ...more, text }), NOON);
      }
    })();
  };
  const feedAll = (limit = 50): void => {
    while (reads.feedSearch(limit).isMore);
  };
  /** The seqs of every page. */
  const find = (filter: Partial<MessageFilter>): readonly number[] => {
    const found: number[] = [];
    for (let after: number | null | undefined; after !== null;) {
      const page = reads.messages({
        order: 'desc',
        limit: 10,
        ...filter,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.rows.map((row) => row.seq));
      after = page.nextAfter;
    }
    return found;
  };
  /** As the thread that reads ends and is started again. */
  const restart = (): void => {
    reads = createReads(reader, searchPath);
  };
  return {
    db,
    searchPath,
    messages,
    add,
    find,
    feedAll,
    feed: (limit: number) => reads.feedSearch(limit),
    restart,
  };
}

const TEXTS = ['Your ORDER 42 is ready', 'Été à Paris', 'तपाईंको अर्डर ४२ तयार छ', 'say "hi"', 'done', 'x'];

describe('the search of messages', () => {
  it.each([
    ['order 42', [1]],
    ['ete a', [2]],
    ['अर्डर 42', [3]],
    ['"hi"', [4]],
    ['977981', [1, 2, 3, 4, 5, 6]],
    ['ORDER AND ready', []],
    ['one', [5]],
    ['x', [6]],
    ['nowhere', []],
  ])('finds %s, known to the index, half of it, or not yet', (q, seqs) => {
    for (const fed of [0, 3, 6]) {
      const { add, find, feed } = setup();
      add(TEXTS);
      feed(fed);
      expect(find({ q, order: 'asc' }), `${fed} fed`).toEqual(seqs);
      expect(find({ q }), `${fed} fed`).toEqual(seqs.toReversed());
    }
  });

  it('finds what reading every row would find, page by page, with other filters', () => {
    const { db, messages, find, feedAll } = setup();
    const random = createRandom(3);
    const words = ['alpha', 'beta', 'gamma', 'delta', 'order', 'border'] as const;
    db.transaction(() => {
      for (let n = 1; n <= 700; n += 1) {
        const text = [random.pick(words), random.pick(words), n].join(' ');
        const clientId = random.pick(['cli_a', 'cli_b']);
        messages.insert(
          `req_${n}`,
          aMessage({ text, clientId, reference: n % 9 === 0 ? `ref-${n}` : null }),
          n,
        );
      }
      db.exec("UPDATE messages SET state = 'failed' WHERE seq % 5 = 0");
    })();
    feedAll();
    const expected = (sql: string) =>
      db.prepare<[], number>(`SELECT seq FROM messages WHERE ${sql} ORDER BY seq DESC`).pluck().all();
    const own = { clientId: 'cli_a', mode: 'live' };
    expect(find({ q: 'Order' })).toEqual(expected("body LIKE '%order%'"));
    expect(find({ q: 'a b' })).toEqual(expected("body LIKE '%a b%'"));
    expect(find({ ...own, q: 'border' })).toEqual(expected("client_id = 'cli_a' AND body LIKE '%border%'"));
    expect(find({ ...own, q: 'gamma', states: ['failed'] })).toEqual(
      expected("client_id = 'cli_a' AND state = 'failed' AND body LIKE '%gamma%'"),
    );
    expect(find({ q: 'ref-18' })).toEqual(expected("reference LIKE '%ref-18%'"));
    expect(find({ clientId: 'cli_new', mode: 'live', q: 'order' })).toEqual([]);
  });

  it('goes on where a crash left it: what was not committed is taken in again, and nothing twice', () => {
    const { add, find, feed, feedAll, restart, searchPath } = setup();
    add(['one order', 'two orders', 'three orders']);
    feed(2);
    const other = openSearchFile(searchPath);
    other.exec("BEGIN; INSERT INTO texts (rowid, text) VALUES (3, 'three orders'); UPDATE fed SET seq = 3");
    other.close();
    restart();
    add(['four orders']);
    expect(find({ q: 'order' })).toEqual([4, 3, 2, 1]);
    feedAll();
    expect(find({ q: 'order' })).toEqual([4, 3, 2, 1]);
  });

  it('begins anew over another database, such as a backup, and over a file that is damaged', () => {
    const { db, add, find, feedAll, restart, searchPath } = setup();
    add(['old text', 'old text']);
    feedAll();
    db.exec("UPDATE messages SET body = 'another', request_id = 'other_' || seq");
    expect(find({ q: 'another' })).toEqual([2, 1]);
    feedAll();
    expect(find({ q: 'another' })).toEqual([2, 1]);
    for (const end of ['-wal', '-shm']) rmSync(`${searchPath}${end}`, { force: true });
    writeFileSync(searchPath, 'not a database at all, but long enough to be taken for one'.repeat(100));
    restart();
    expect(find({ q: 'another' })).toEqual([2, 1]);
  });

  it('forgets what was erased, down to the letters in its file', () => {
    const { db, add, find, feedAll, feed, searchPath } = setup();
    add(['a secret zeppelin', 'a plain text']);
    add(['still waiting zeppelin']);
    db.exec(`UPDATE messages SET state = 'sent', updated_at = ${NOON} WHERE seq < 3`);
    feedAll();
    const retention = createTextRetentionStore(db, () => 7);
    expect(retention.prune(NOON + 6 * DAY_MS, 500)).toBe(0);
    expect(retention.prune(NOON + 8 * DAY_MS, 1)).toBe(1);
    expect(retention.prune(NOON + 8 * DAY_MS, 500)).toBe(1);
    expect(retention.prune(NOON + 8 * DAY_MS, 500)).toBe(0);
    expect(db.prepare('SELECT body FROM messages ORDER BY seq').pluck().all()).toEqual([
      '',
      '',
      'still waiting zeppelin',
    ]);
    expect(retention.hasUnsearchable()).toBe(true);
    expect(find({ q: 'zeppelin' })).toEqual([3]);
    const fed = feed(50);
    expect(fed.forgotten).toEqual([1, 2]);
    retention.noteForgotten(fed.forgotten);
    expect(retention.hasUnsearchable()).toBe(false);
    feedAll();
    expect(find({ q: '977981' })).toEqual([3, 2, 1]);
    const file = openSearchFile(searchPath);
    file.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, texts, 'row')");
    const letters = file.prepare<[string], number>('SELECT count(*) FROM temp.words WHERE term = ?').pluck();
    expect([letters.get('ret'), letters.get('zep')]).toEqual([0, 1]);
    file.close();
  });

  it('erases nothing unless it is asked to', () => {
    const { db, add } = setup();
    add(['kept']);
    db.exec("UPDATE messages SET state = 'sent', updated_at = 0");
    expect(createTextRetentionStore(db, () => 0).prune(NOON, 500)).toBe(0);
    expect(db.prepare('SELECT body FROM messages').pluck().get()).toBe('kept');
  });
});
