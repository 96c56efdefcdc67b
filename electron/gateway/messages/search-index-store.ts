/**
 * The search of messages: an index of every three letters in a row, in a file of its own, written by the thread that
 * reads. It follows the messages at its own pace; what it does not know yet is found by reading those rows.
 */
import type { Mode } from '../../shared/states.ts';
import { foldText } from '../foundation/fold-text.ts';
import type { Database } from '../storage/database.ts';
import { PLACE_SIGN, type ListOrder } from '../storage/ordered-reads.ts';
import { rangeStream, unionOf, type PlaceStream, type Work } from '../storage/seq-streams.ts';

/** The fewest letters that the index answers; fewer are looked for in the rows. */
export const FEWEST_LETTERS = 3;

interface SearchQuestion {
  /** Folded, of at least `FEWEST_LETTERS`. */
  readonly text: string;
  readonly order: ListOrder;
  /** Whose messages, where that is known. */
  readonly owner: { readonly clientId: string; readonly mode: string } | null;
}

export interface Fed {
  /** The last message that the index knows. */
  readonly seq: number;
  readonly isMore: boolean;
  /** Erased messages that it has forgotten; they may leave `unsearchable`. */
  readonly forgotten: readonly number[];
}

export interface SearchIndexStore {
  /** Places of messages that may have the text; each row is still asked. */
  stream(question: SearchQuestion, work: Work): PlaceStream;
  /** Takes in the next messages, and forgets what was erased; at most `limit` of both. One short transaction. */
  feed(limit: number): Fed;
}

/** What of a message is searched, folded: its number, text and reference, apart. */
export function searchedTextOf(message: {
  readonly recipient: string;
  readonly body: string;
  readonly reference: string | null;
}): string {
  return foldText(`${message.recipient}\n${message.body}\n${message.reference ?? ''}`);
}

interface FeedRow {
  readonly seq: number;
  readonly request_id: string;
  readonly client_id: string;
  readonly mode: Mode;
  readonly recipient: string;
  readonly body: string;
  readonly reference: string | null;
}

/** Messages that one question of the index spans; then the work is weighed. */
const FIRST_SPAN = 4_096;
const LARGEST_SPAN = 65_536;
const BLOCK = 64;
/** Work of a millisecond, and at most of one question: a machine that was held up once must not end a page. */
const COST_PER_MS = 200;
const MOST_COST = 1_000;
/** Pages of the index that are put in order at once after something was erased, so that nothing of it is left. */
const MERGE_PAGES = 500;

const COLUMNS = 'seq, request_id, client_id, mode, recipient, body, reference';

export function createSearchIndexStore(search: Database, messages: Database): SearchIndexStore {
  const statements = prepareStatements(search, messages);
  let mustMerge = false;

  /** Three letters that no text has: one trigram for each client and mode. */
  function markOf(ownerId: number): string {
    return String.fromCodePoint(0xe000 + (ownerId >> 10), 0xe800 + (ownerId & 0x3ff), 0xf000);
  }

  function ownerMark(clientId: string, mode: string): string {
    const id =
      statements.owner.get(clientId, mode) ?? statements.addOwner.run(clientId, mode).lastInsertRowid;
    return markOf(Number(id));
  }

  function put(row: FeedRow): void {
    statements.put.run(row.seq, `${ownerMark(row.client_id, row.mode)}\n${searchedTextOf(row)}`);
  }

  /** Another database than the one it was filled from, such as a backup: it begins anew. */
  function fedSeq(): number {
    const fed = statements.fed.get();
    if (fed === undefined) return 0;
    if (statements.idOf.get(fed.seq) === fed.request_id) return fed.seq;
    if (search.inTransaction) statements.forgetAll();
    else search.transaction(statements.forgetAll)();
    return 0;
  }

  function forget(limit: number): readonly number[] {
    const erased = statements.erased.all(limit);
    for (const seq of erased) {
      statements.remove.run(seq);
      const row = statements.row.get(seq);
      if (row !== undefined) put(row);
    }
    return erased;
  }

  /** Rewrites a bounded part of the index; says whether there is more. */
  function merge(): boolean {
    const before = statements.changes.get() ?? 0;
    statements.merge.run(-MERGE_PAGES);
    return (statements.changes.get() ?? 0) - before >= 2;
  }

  function feedOnce(limit: number): Fed {
    const from = fedSeq();
    const forgotten = forget(limit);
    if (forgotten.length > 0) mustMerge = true;
    const rows = statements.next.all(from, limit - forgotten.length);
    for (const row of rows) put(row);
    const last = rows.at(-1);
    if (last !== undefined) {
      statements.clearFed.run();
      statements.setFed.run(last.seq, last.request_id);
    }
    const isFull = rows.length + forgotten.length >= limit;
    if (!isFull && mustMerge) mustMerge = merge();
    return { seq: last?.seq ?? from, isMore: isFull || mustMerge, forgotten };
  }

  return {
    stream: ({ text, order, owner }, work) => {
      const fed = fedSeq();
      const newest = statements.newest.get() ?? 0;
      const phrase = `"${text.replaceAll('"', '""')}"`;
      const ownerId = owner === null ? null : statements.owner.get(owner.clientId, owner.mode);
      // A client that the index does not know has nothing in it.
      const known =
        ownerId === undefined
          ? unionOf([])
          : indexed(ownerId === null ? phrase : `"${markOf(ownerId)}" AND ${phrase}`, order, fed, work);
      const unknown = order === 'asc' ? rangeStream(fed + 1, newest) : rangeStream(-newest, -(fed + 1));
      return unionOf(order === 'asc' ? [known, unknown] : [unknown, known]);
    },
    feed: (limit) => search.transaction(() => feedOnce(limit))(),
  };

  /** What the index finds, span by span, so that no question of it runs long. */
  function indexed(match: string, order: ListOrder, fed: number, work: Work): PlaceStream {
    const sign = PLACE_SIGN[order];
    const last = order === 'asc' ? fed : -1;
    let block: readonly number[] = [];
    /** Up to here, exclusive, the block is complete. */
    let seenTo = order === 'asc' ? 1 : -fed;
    let span = FIRST_SPAN;

    function readOn(from: number): void {
      const begin = Math.max(from, seenTo, order === 'asc' ? 1 : -fed);
      const end = Math.min(begin + span - 1, last);
      const startedAt = performance.now();
      const [low, high] = order === 'asc' ? [begin, end] : [-end, -begin];
      block = statements.find[order].all(match, low, high, BLOCK).map((seq) => seq * sign);
      const cost = Math.min((performance.now() - startedAt) * COST_PER_MS, MOST_COST);
      work.spend(1 + cost);
      seenTo = block.length === BLOCK ? (block.at(-1) ?? end) + 1 : end + 1;
      span = block.length === 0 ? Math.min(span * 2, LARGEST_SPAN) : FIRST_SPAN;
    }

    return {
      seek: (from) => {
        for (;;) {
          const found = block.find((place) => place >= from);
          if (found !== undefined) return found;
          if (Math.max(from, seenTo) > last) return null;
          if (work.isSpent() && seenTo > from) return seenTo;
          readOn(from);
        }
      },
    };
  }
}

function prepareStatements(search: Database, messages: Database) {
  const find = (order: ListOrder) =>
    search
      .prepare<[string, number, number, number], number>(
        `SELECT rowid FROM texts WHERE texts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid ${order} LIMIT ?`,
      )
      .pluck();
  const wipes = ["INSERT INTO texts (texts) VALUES ('delete-all')", 'DELETE FROM fed', 'DELETE FROM owners'];
  return {
    find: { asc: find('asc'), desc: find('desc') },
    put: search.prepare<[number, string]>('INSERT INTO texts (rowid, text) VALUES (?, ?)'),
    remove: search.prepare<[number]>('DELETE FROM texts WHERE rowid = ?'),
    merge: search.prepare<[number]>("INSERT INTO texts (texts, rank) VALUES ('merge', ?)"),
    changes: search.prepare<[], number>('SELECT total_changes()').pluck(),
    owner: search
      .prepare<[string, string], number>('SELECT id FROM owners WHERE client_id = ? AND mode = ?')
      .pluck(),
    addOwner: search.prepare<[string, string]>('INSERT INTO owners (client_id, mode) VALUES (?, ?)'),
    fed: search.prepare<[], { seq: number; request_id: string }>('SELECT seq, request_id FROM fed'),
    clearFed: search.prepare('DELETE FROM fed'),
    setFed: search.prepare<[number, string]>('INSERT INTO fed (seq, request_id) VALUES (?, ?)'),
    forgetAll: () => {
      for (const sql of wipes) search.exec(sql);
    },
    newest: messages.prepare<[], number | null>('SELECT max(seq) FROM messages').pluck(),
    idOf: messages.prepare<[number], string>('SELECT request_id FROM messages WHERE seq = ?').pluck(),
    row: messages.prepare<[number], FeedRow>(`SELECT ${COLUMNS} FROM messages WHERE seq = ?`),
    next: messages.prepare<[number, number], FeedRow>(
      `SELECT ${COLUMNS} FROM messages WHERE seq > ? ORDER BY seq LIMIT ?`,
    ),
    erased: messages.prepare<[number], number>('SELECT seq FROM unsearchable ORDER BY seq LIMIT ?').pluck(),
  };
}
