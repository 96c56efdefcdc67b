import type { Database } from '../storage/database.ts';
import { readJson } from '../storage/read-json.ts';
import { isPartFact, type AttemptFacts, type PartFact } from './attempt-facts.ts';
import { HAS_RECIPIENT, type AttemptRow, type MessageRow } from './message-row.ts';
import { createOrphanStore, type OrphanReport, type OrphanStore } from './orphan-store.ts';

/** How far back the SIM of a conversation is looked for: it bounds the work for a number that thousands wait for. */
const CONVERSATION = 3;

export interface NewAttempt {
  readonly attemptId: string;
  readonly messageSeq: number;
  readonly n: number;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly ledgerId: string;
  readonly simId: string;
  readonly simSlot: number;
  readonly notAfter: number;
  readonly offeredAt: number;
}

export type UnknownAttempt = Pick<AttemptRow, 'attempt_id' | 'not_after' | 'seq'>;

interface UnknownPage {
  /** The last of the page before; null for the first. */
  readonly after: UnknownAttempt | null;
  readonly limit: number;
}

/** As the indexes of open attempts say it; SQLite matches them word by word. */
const HELD = "state IN ('offered','accepted','submitting')";
const UNKNOWN = "state = 'unknown' AND coalesce(reason, '') NOT IN ('ledger_replaced','forgotten')";

/** The rows of `attempts`; a row is added once and only gains facts. */
export interface AttemptStore {
  insert(attempt: NewAttempt): void;
  /** Adds an attempt that was made before; those of its message are numbered anew, in the order of their ids. */
  insertAdopted(attempt: Omit<NewAttempt, 'n'>): void;
  byId(attemptId: string): AttemptRow | undefined;
  ofMessage(messageSeq: number): readonly AttemptRow[];
  /** Ids of the attempts that a device may still hold, the one whose time ends first in front. */
  readonly heldOf: (deviceId: string) => readonly string[];
  /** A page of the attempts of a device whose outcome is unknown and may yet be learnt, oldest end first. */
  readonly unknownOf: (deviceId: string, page: UnknownPage) => readonly UnknownAttempt[];
  /** Ids of the attempts of a device that are open, `unknown` included, and whose message is to be stopped. */
  readonly cancelledOf: (deviceId: string) => readonly string[];
  /** Open attempts whose message's own time ended before `notAfter`. */
  silentSince(notAfter: number, limit: number): readonly AttemptRow[];
  storeFacts(seq: number, facts: AttemptFacts, code: string | null, endedAt: number | null): void;
  /** Parts that the attempts of a device may have used since a time. */
  partsSince(deviceId: string, since: number): readonly { id: string; at: number; parts: number }[];
  /** The SIM that took one of the last few messages to the same number before this one, or null. */
  lastSimTo(message: Pick<MessageRow, 'recipient' | 'seq' | 'mode'>): string | null;
  /** Keeps what a phone said of an attempt that nobody here knows. */
  readonly orphan: (row: OrphanReport) => void;
}

/** The facts that a row holds. */
export function factsOfRow(row: AttemptRow): AttemptFacts {
  return {
    state: row.state,
    parts: row.parts,
    partFacts: parsePartFacts(row.part_results),
    reason: row.reason,
  };
}

/** What can not be read of a damaged row is not known; the rest of its list is. */
function parsePartFacts(text: string): readonly PartFact[] {
  if (text === '[]') return [];
  const parsed = readJson(text);
  return Array.isArray(parsed) ? parsed.filter(isPartFact) : [];
}

export function createAttemptStore(db: Database, orphans: OrphanStore = createOrphanStore(db)): AttemptStore {
  const insert =
    db.prepare(`INSERT INTO attempts (attempt_id, message_seq, n, device_id, device_name, ledger_id, sim_id,
    sim_slot, state, not_after, offered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'offered', ?, ?)`);
  const earlier = db
    .prepare<[number, string], number>(
      'SELECT count(*) FROM attempts WHERE message_seq = ? AND attempt_id < ?',
    )
    .pluck();
  const shift = db.prepare('UPDATE attempts SET n = n + 1 WHERE message_seq = ? AND attempt_id > ?');
  const byId = db.prepare<[string], AttemptRow>('SELECT * FROM attempts WHERE attempt_id = ?');
  const ofMessage = db.prepare<[number], AttemptRow>(
    'SELECT * FROM attempts WHERE message_seq = ? ORDER BY n',
  );
  const held = db
    .prepare<[string], string>(
      `SELECT attempt_id FROM attempts INDEXED BY attempts_held WHERE device_id = ? AND ${HELD} ORDER BY not_after`,
    )
    .pluck();
  const unknown = db.prepare<[string, number, number, number], UnknownAttempt>(
    `SELECT attempt_id, not_after, seq FROM attempts INDEXED BY attempts_unknown
     WHERE device_id = ? AND ${UNKNOWN} AND (not_after, seq) > (?, ?) ORDER BY not_after, seq LIMIT ?`,
  );
  const cancelled = db
    .prepare<[string, string], string>(
      `SELECT a.attempt_id FROM
         (SELECT attempt_id, message_seq FROM attempts INDEXED BY attempts_held WHERE device_id = ? AND ${HELD}
          UNION ALL
          SELECT attempt_id, message_seq FROM attempts INDEXED BY attempts_unknown WHERE device_id = ? AND ${UNKNOWN}) a
       JOIN messages m ON m.seq = a.message_seq WHERE m.cancel_requested = 1`,
    )
    .pluck();
  const silent = db.prepare<[number, number], AttemptRow>(
    `SELECT * FROM attempts INDEXED BY attempts_unanswered
     WHERE state IN ('offered','accepted','submitting') AND not_after < ? ORDER BY not_after LIMIT ?`,
  );
  const store = db.prepare(
    'UPDATE attempts SET state = ?, parts = ?, part_results = ?, reason = ?, code = ?, ended_at = ? WHERE seq = ?',
  );
  const lastSimTo = db.prepare<[{ recipient: string; seq: number; mode: string }], { simId: string }>(
    `SELECT a.sim_id AS simId FROM
       (SELECT seq, mode FROM messages WHERE ${HAS_RECIPIENT} AND seq < @seq ORDER BY seq DESC LIMIT ${CONVERSATION}) m
     JOIN attempts a ON a.message_seq = m.seq
     WHERE m.mode = @mode AND a.state <> 'rejected' ORDER BY m.seq DESC, a.n DESC LIMIT 1`,
  );
  const partsSince = db.prepare<[string, number], { id: string; at: number; parts: number }>(
    `SELECT a.attempt_id AS id, offered_at AS at, coalesce(a.parts, m.parts) AS parts FROM attempts a NOT INDEXED JOIN messages m ON m.seq = a.message_seq
     WHERE a.device_id = ? AND a.offered_at >= ? AND a.state <> 'rejected'
       AND a.seq > (SELECT coalesce(max(seq), 0) FROM attempts) - 5000 ORDER BY a.seq`,
  );
  function add(a: NewAttempt): void {
    insert.run(
      a.attemptId,
      a.messageSeq,
      a.n,
      a.deviceId,
      a.deviceName,
      a.ledgerId,
      a.simId,
      a.simSlot,
      a.notAfter,
      a.offeredAt,
    );
  }

  return {
    insert: add,
    insertAdopted: (attempt) => {
      const { messageSeq, attemptId } = attempt;
      shift.run(messageSeq, attemptId);
      add({ ...attempt, n: (earlier.get(messageSeq, attemptId) ?? 0) + 1 });
    },
    byId: (attemptId) => byId.get(attemptId),
    ofMessage: (messageSeq) => ofMessage.all(messageSeq),
    heldOf: (deviceId) => held.all(deviceId),
    unknownOf: (deviceId, { after, limit }) =>
      unknown.all(deviceId, after?.not_after ?? Number.MIN_SAFE_INTEGER, after?.seq ?? 0, limit),
    cancelledOf: (deviceId) => cancelled.all(deviceId, deviceId),
    silentSince: (notAfter, limit) => silent.all(notAfter, limit),
    storeFacts: (seq, facts, code, endedAt) => {
      store.run(facts.state, facts.parts, JSON.stringify(facts.partFacts), facts.reason, code, endedAt, seq);
    },
    partsSince: (deviceId, since) => partsSince.all(deviceId, since),
    lastSimTo: ({ recipient, seq, mode }) => lastSimTo.get({ recipient, seq, mode })?.simId ?? null,
    orphan: orphans.add,
  };
}
