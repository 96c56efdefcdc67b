import { createDatabaseFacts } from '../storage/database-facts.ts';
import type { Database } from '../storage/database.ts';
import type { LedgerPlace } from '../relay/relay-callbacks.ts';
import type { PhoneLedger } from './device-registry.ts';

/** A phone that is to tell what it did, and how far it has come. */
export interface AskedPhone extends LedgerPlace {
  readonly deviceId: string;
  readonly isAnswered: boolean;
}

/** What is stored of asking phones after a restore. All that writes runs inside a transaction. */
export interface ReconcileStore {
  readonly startedAt: () => number | null;
  readonly setStartedAt: (at: number | null) => void;
  readonly phones: () => readonly AskedPhone[];
  /** Asks a phone; one that has not answered yet goes on where it is. */
  readonly ask: (deviceId: string, since: number) => void;
  readonly moveOn: (deviceId: string, place: LedgerPlace) => void;
  /** It has told everything, and so has its ledger as it said in `hello`. */
  readonly answered: (
    phone: PhoneLedger,
    hello: { readonly newestAttemptId: string | null; readonly ackedSeq: number },
    now: number,
  ) => void;
  /** Phones that answered are forgotten; the others are asked when they come. */
  readonly forgetAnswered: () => void;
  readonly settledId: (phone: PhoneLedger) => string | null;
  /** Of a ledger, whichever device it was paired as. */
  readonly lastSeqOf: (ledgerId: string) => number;
  /** When a phone last said hello, or null. */
  readonly lastSeenAt: (deviceId: string) => number | null;
}

export function createReconcileStore(db: Database): ReconcileStore {
  const facts = createDatabaseFacts(db);
  const phones = db.prepare<
    [],
    { deviceId: string; since: number; after: string | null; answeredAt: number | null }
  >(
    'SELECT device_id AS deviceId, since, after_id AS after, answered_at AS answeredAt FROM reconcile_phones',
  );
  const ask = db.prepare(
    `INSERT INTO reconcile_phones (device_id, since) VALUES (?, ?)
     ON CONFLICT (device_id) DO UPDATE SET since = excluded.since, after_id = NULL, answered_at = NULL
     WHERE answered_at IS NOT NULL`,
  );
  const moveOn = db.prepare('UPDATE reconcile_phones SET since = ?, after_id = ? WHERE device_id = ?');
  const answered = db.prepare('UPDATE reconcile_phones SET answered_at = ? WHERE device_id = ?');
  const settle = db.prepare(
    `INSERT INTO device_ledgers (device_id, ledger_id, last_seq, settled_id) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id, ledger_id) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq),
       settled_id = excluded.settled_id`,
  );
  const forget = db.prepare('DELETE FROM reconcile_phones WHERE answered_at IS NOT NULL');
  const settledId = db
    .prepare<[string, string], string | null>(
      'SELECT settled_id FROM device_ledgers WHERE device_id = ? AND ledger_id = ?',
    )
    .pluck();
  const lastSeq = db
    .prepare<[string], number | null>('SELECT max(last_seq) FROM device_ledgers WHERE ledger_id = ?')
    .pluck();
  const lastSeen = db
    .prepare<[string], number | null>('SELECT last_seen_at FROM devices WHERE id = ?')
    .pluck();
  return {
    startedAt: () => facts.get('reconcile_started_at'),
    setStartedAt: (at) => {
      facts.set('reconcile_started_at', at);
    },
    phones: () =>
      phones.all().map(({ deviceId, since, after, answeredAt }) => ({
        ...{ deviceId, since, after },
        isAnswered: answeredAt !== null,
      })),
    ask: (deviceId, since) => {
      ask.run(deviceId, since);
    },
    moveOn: (deviceId, { since, after }) => {
      moveOn.run(since, after, deviceId);
    },
    answered: ({ deviceId, ledgerId }, { newestAttemptId, ackedSeq }, now) => {
      answered.run(now, deviceId);
      settle.run(deviceId, ledgerId, ackedSeq, newestAttemptId);
    },
    forgetAnswered: () => {
      forget.run();
    },
    settledId: ({ deviceId, ledgerId }) => settledId.get(deviceId, ledgerId) ?? null,
    lastSeqOf: (ledgerId) => lastSeq.get(ledgerId) ?? 0,
    lastSeenAt: (deviceId) => lastSeen.get(deviceId) ?? null,
  };
}
