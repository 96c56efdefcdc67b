/** Pages of received texts by any filter, newest first: each condition is an index, the page is where they meet. */
import { MODES, type Mode } from '../../shared/states.ts';
import { foldText } from '../foundation/fold-text.ts';
import type { Database } from '../storage/database.ts';
import { afterOf, firstPlace, prepareOrderedRead } from '../storage/ordered-reads.ts';
import {
  createWork,
  indexStream,
  listedStream,
  pageOf,
  unionOf,
  type PlaceStream,
  type ReadPlaces,
} from '../storage/seq-streams.ts';
import type { InboundRow, InboxFilter } from './inbound-message.ts';

/** A filter whose `from` is known in both forms. Who is left out may be anybody. */
export type InboxQuery = Omit<InboxFilter, 'from'> & {
  readonly clientId?: string;
  readonly mode?: Mode;
  readonly senders?: readonly string[];
};

export interface InboxRows {
  readonly rows: readonly InboundRow[];
  /** The `after` of the next page; null when there is none. A page may be short and still have a next one. */
  readonly nextAfter: number | null;
}

interface InboxListStore {
  page(query: InboxQuery): InboxRows;
}

/** Rows that a page looks up at most. */
const PAGE_WORK = 2_000;
/** Texts of a time that are put in order by themselves; of more than these each row is asked. */
const LISTED_TEXTS = 5_000;
const ORDER = 'desc';

export function createInboxListStore(db: Database): InboxListStore {
  const ordered = (source: string) => prepareOrderedRead(db, source);
  const reads = {
    client: ordered('inbound_messages INDEXED BY inbound_of_client WHERE client_id = ? AND mode = ? AND'),
    mode: ordered('inbound_messages INDEXED BY inbound_in_mode WHERE mode = ? AND'),
    sender: ordered('inbound_messages INDEXED BY inbound_sender WHERE sender = ? AND'),
    rawSender: ordered('inbound_messages INDEXED BY inbound_sender_raw WHERE sender_raw = ? AND'),
    device: ordered('inbound_messages INDEXED BY inbound_of_device WHERE device_id = ? AND'),
    sim: ordered('inbound_messages INDEXED BY inbound_of_sim WHERE sim_id = ? AND'),
    slot: ordered('inbound_messages INDEXED BY inbound_of_slot WHERE sim_slot = CAST(? AS INTEGER) AND'),
  };
  const bySeq = db.prepare<[number], InboundRow>('SELECT * FROM inbound_messages WHERE seq = ?');
  const named = db
    .prepare<[string, string], string>('SELECT id FROM devices WHERE id = ? OR name = ?')
    .pluck();
  const received = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM inbound_messages INDEXED BY inbound_received WHERE received_at >= ? AND received_at < ? LIMIT ?',
    )
    .pluck();

  function streamsOf(query: InboxQuery, stream: (read: ReadPlaces) => PlaceStream): PlaceStream[] {
    const modes = query.mode === undefined ? MODES : [query.mode];
    const { clientId, senders, device, sim } = query;
    const streams = [
      unionOf(
        modes.map((mode) =>
          stream(clientId === undefined ? reads.mode(ORDER, mode) : reads.client(ORDER, clientId, mode)),
        ),
      ),
    ];
    if (senders !== undefined) {
      const own = senders.flatMap((sender) => [reads.sender(ORDER, sender), reads.rawSender(ORDER, sender)]);
      streams.push(unionOf(own.map(stream)));
    }
    if (device !== undefined) {
      streams.push(unionOf(named.all(device, device).map((id) => stream(reads.device(ORDER, id)))));
    }
    if (sim !== undefined) {
      streams.push(unionOf([stream(reads.sim(ORDER, sim)), stream(reads.slot(ORDER, sim))]));
    }
    const times = query.since === undefined && query.until === undefined ? null : receivedIn(query);
    if (times !== null) streams.push(listedStream(times.map((seq) => -seq)));
    return streams;
  }

  /** What was received in a time, or null when that is too much to be put in order. */
  function receivedIn({ since, until }: InboxQuery): readonly number[] | null {
    const seqs = received.all(since ?? 0, until ?? Number.MAX_SAFE_INTEGER, LISTED_TEXTS + 1);
    return seqs.length > LISTED_TEXTS ? null : seqs;
  }

  return {
    page: (query) => {
      const work = createWork(PAGE_WORK);
      const rows: InboundRow[] = [];
      const isWanted = rowTest(query);
      const { places, next } = pageOf(
        streamsOf(query, (read) => indexStream(read, work)),
        {
          from: firstPlace({ ...query, order: ORDER }),
          limit: query.limit,
          isWanted: (place) => {
            work.spend(1);
            const row = bySeq.get(-place);
            if (row === undefined || !isWanted(row)) return false;
            rows.push(row);
            return true;
          },
          work,
        },
      );
      return { rows: rows.slice(0, places.length), nextAfter: afterOf(next, ORDER) };
    },
  };
}

/** What no index answers. */
function rowTest({ since, until, q }: InboxQuery): (row: InboundRow) => boolean {
  const wanted = q === undefined ? null : foldText(q);
  return (row) =>
    (since === undefined || row.received_at >= since) &&
    (until === undefined || row.received_at < until) &&
    (wanted === null || foldText(`${row.sender}\n${row.sender_raw}\n${row.body}`).includes(wanted));
}
