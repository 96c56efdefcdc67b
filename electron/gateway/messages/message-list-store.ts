/**
 * Pages of messages by any filter. Each condition is read from an index of its own, in the order of the list, and a
 * page is where they meet: it costs the same with a thousand messages and with a million.
 */
import { MESSAGE_STATES, MODES } from '../../shared/states.ts';
import { foldText } from '../foundation/fold-text.ts';
import type { Database } from '../storage/database.ts';
import { afterOf, firstPlace, PLACE_SIGN, prepareOrderedRead } from '../storage/ordered-reads.ts';
import {
  createWork,
  indexStream,
  listedStream,
  pageOf,
  rangeStream,
  unionOf,
  type PlaceStream,
  type ReadPlaces,
  type Work,
} from '../storage/seq-streams.ts';
import { createAcceptedRanges } from './accepted-range-store.ts';
import { prepareClientsWithMessages } from './message-clients-store.ts';
import type { MessageFilter } from './message-filter.ts';
import type { AttemptRow, MessageRow } from './message-row.ts';
import { FEWEST_LETTERS, searchedTextOf, type SearchIndexStore } from './search-index-store.ts';

export interface MessagePage {
  readonly rows: readonly MessageRow[];
  /** Of these messages, in the order of their tries. */
  readonly attempts: readonly AttemptRow[];
  /**
   * The `after` of the next page; null when there is none. A page may be shorter than its limit and still have a next
   * one: it ends where it has looked at enough rows.
   */
  readonly nextAfter: number | null;
}

interface MessageListStore {
  page(filter: MessageFilter): MessagePage;
}

/** Rows that a page looks up at most; some 10 ms. */
const PAGE_WORK = 2_000;
/** Changes since a time that are put in order by themselves; of more than these each row is asked. */
const LISTED_CHANGES = 5_000;

const STATES = Object.keys(MESSAGE_STATES);
/** The states in which messages stay that went well. */
const COMMON_STATES: ReadonlySet<string> = new Set(['sent', 'delivered']);

/** Without a search the texts are looked for in the rows. */
export function createMessageListStore(
  db: Database,
  search: () => SearchIndexStore | null = () => null,
): MessageListStore {
  const reads = createReads(db);
  const acceptedRanges = createAcceptedRanges(db);
  const bySeq = db.prepare<[number], MessageRow>('SELECT * FROM messages WHERE seq = ?');
  const attemptsOf = db.prepare<[number], AttemptRow>(
    'SELECT * FROM attempts WHERE message_seq = ? ORDER BY n',
  );

  /** The conditions that an index answers; of each message that meets them the row is asked for the rest. */
  function streamsOf(filter: MessageFilter, work: Work): PlaceStream[] {
    const { order } = filter;
    const stream = (read: ReadPlaces): PlaceStream => indexStream(read, work);
    const streams: PlaceStream[] = [];
    if (filter.to !== undefined) streams.push(stream(reads.recipient(order, filter.to, filter.to)));
    if (filter.reference !== undefined) streams.push(stream(reads.reference(order, filter.reference)));
    // Of few messages each row is asked, which is less than finding each of them in the index of the search.
    const isFew = streams.length > 0 || filter.states?.every((state) => !COMMON_STATES.has(state)) === true;
    if (filter.batchId !== undefined) {
      const batches = reads.batchesNamed(filter.batchId);
      streams.push(unionOf(batches.map((seq) => stream(reads.batch(order, seq)))));
    }
    const found = filter.q === undefined || isFew ? null : searched(filter, filter.q, work);
    if (found !== null) streams.push(found);
    // A number, a reference and a batch are rare enough by themselves; the search knows whose each message is.
    if (streams.length === 0 || (found !== null && filter.states !== undefined)) {
      streams.push(...ownerStreams(filter, stream));
    }
    if (filter.device !== undefined) {
      const devices = reads.devicesNamed(filter.device);
      streams.push(unionOf(devices.map((id) => stream(reads.device(order, id)))));
    }
    if (filter.since !== undefined || filter.until !== undefined) {
      const ranges = acceptedRanges(filter).map(([first, last]) =>
        order === 'asc' ? rangeStream(first, last) : rangeStream(-last, -first),
      );
      streams.push(unionOf(ranges));
    }
    const changes = filter.updatedSince === undefined ? null : changesSince(filter, filter.updatedSince);
    if (changes !== null) streams.push(listedStream(changes.map((seq) => seq * PLACE_SIGN[order])));
    return streams;
  }

  /** What the index of the search finds; null where there is none, or for so few letters that each row is asked. */
  function searched({ order, clientId, mode }: MessageFilter, q: string, work: Work): PlaceStream | null {
    const text = foldText(q);
    const index = Array.from(text).length < FEWEST_LETTERS ? null : search();
    const owner = clientId === undefined || mode === undefined ? null : { clientId, mode };
    return index === null ? null : index.stream({ text, order, owner }, work);
  }

  function ownerStreams(filter: MessageFilter, stream: (read: ReadPlaces) => PlaceStream): PlaceStream[] {
    const { order, clientId } = filter;
    if (clientId === undefined && filter.mode === undefined && filter.states === undefined) {
      return [stream(reads.all(order))];
    }
    const modes = filter.mode === undefined ? MODES : [filter.mode];
    const states = filter.states ?? STATES;
    const lines = modes.flatMap((mode) => states.map((state) => ({ mode, state })));
    const own = lines.map(({ mode, state }) =>
      stream(
        clientId === undefined ? reads.state(order, state, mode) : reads.client(order, clientId, mode, state),
      ),
    );
    return [unionOf(own)];
  }

  /** What changed since a time, or null when that is too much to be put in order. */
  function changesSince({ clientId, mode }: MessageFilter, since: number): readonly number[] | null {
    const clients = clientId === undefined ? reads.clients() : [clientId];
    const seqs: number[] = [];
    for (const client of clients) {
      for (const own of mode === undefined ? MODES : [mode]) {
        seqs.push(...reads.changed(client, own, since, LISTED_CHANGES + 1 - seqs.length));
        if (seqs.length > LISTED_CHANGES) return null;
      }
    }
    return seqs;
  }

  return {
    page: (filter) => {
      const work = createWork(PAGE_WORK);
      const sign = PLACE_SIGN[filter.order];
      const found = new Map<number, MessageRow>();
      const isWanted = rowTest(filter);
      const { places, next } = pageOf(streamsOf(filter, work), {
        from: firstPlace(filter),
        limit: filter.limit,
        isWanted: (place) => {
          work.spend(1);
          const row = bySeq.get(place * sign);
          if (row === undefined || !isWanted(row)) return false;
          found.set(place, row);
          return true;
        },
        work,
      });
      const rows = places.flatMap((place) => found.get(place) ?? []);
      const attempts = rows.flatMap((row) => (row.held === 0 ? [] : attemptsOf.all(row.seq)));
      return { rows, attempts, nextAfter: afterOf(next, filter.order) };
    },
  };
}

/** Every condition but the device's, asked of the row: an index may have been read before it changed. */
function rowTest(filter: MessageFilter): (row: MessageRow) => boolean {
  const states = filter.states === undefined ? null : new Set(filter.states);
  const q = filter.q === undefined ? null : foldText(filter.q);
  return (row) =>
    (filter.clientId === undefined || row.client_id === filter.clientId) &&
    (filter.mode === undefined || row.mode === filter.mode) &&
    (states === null || states.has(row.state)) &&
    (filter.to === undefined || row.recipient === filter.to) &&
    (filter.reference === undefined || row.reference === filter.reference) &&
    (filter.updatedSince === undefined || row.updated_at >= filter.updatedSince) &&
    (q === null || searchedTextOf(row).includes(q));
}

/** Seqs by each index, in either order. */
function createReads(db: Database) {
  const ordered = (source: string, column?: string) => prepareOrderedRead(db, source, column);
  const named = db
    .prepare<[string, string], string>('SELECT id FROM devices WHERE id = ? OR name = ?')
    .pluck();
  const batch = db.prepare<[string], number>('SELECT seq FROM batches WHERE batch_id = ?').pluck();
  const changed = db
    .prepare<[string, string, number, number], number>(
      `SELECT seq FROM messages INDEXED BY messages_changed
       WHERE client_id = ? AND mode = ? AND updated_at >= ? LIMIT ?`,
    )
    .pluck();
  return {
    all: ordered('messages WHERE'),
    client: ordered(
      'messages INDEXED BY messages_of_client WHERE client_id = ? AND mode = ? AND state = ? AND',
    ),
    state: ordered('messages INDEXED BY messages_in_state WHERE state = ? AND mode = ? AND'),
    recipient: ordered(
      'messages INDEXED BY messages_to WHERE substr(recipient, -7) = substr(?, -7) AND recipient = ? AND',
    ),
    reference: ordered('messages INDEXED BY messages_reference WHERE reference = ? AND'),
    batch: ordered('messages INDEXED BY messages_of_batch WHERE batch_seq = ? AND'),
    batchesNamed: (batchId: string): readonly number[] => batch.all(batchId),
    device: ordered('attempts INDEXED BY attempts_of_device WHERE device_id = ? AND', 'message_seq'),
    devicesNamed: (name: string): readonly string[] => named.all(name, name),
    changed: (clientId: string, mode: string, since: number, limit: number): readonly number[] =>
      changed.all(clientId, mode, since, limit),
    clients: prepareClientsWithMessages(db),
  };
}
