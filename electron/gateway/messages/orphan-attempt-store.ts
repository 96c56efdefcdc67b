import type { Database } from '../storage/database.ts';

/** An attempt that a phone holds and that this database does not know. */
export interface OrphanAttempt {
  readonly attemptId: string;
  readonly requestId: string | null;
  readonly deviceId: string;
  readonly ledgerId: string;
  /** The known fields of its ledger entry, as JSON. */
  readonly entry: string;
  readonly heardAt: number;
}

/** As it is kept: `reports` are those that came about it later, one JSON a line. */
export interface KeptOrphan extends OrphanAttempt {
  readonly reports: string;
}

/** The rows of `orphan_attempts`: what phones did that a restored database does not know. */
export interface OrphanAttemptStore {
  /** Told again, the newer word of the same phone counts. Inside a transaction. */
  readonly keep: (attempt: OrphanAttempt) => void;
  readonly has: (attemptId: string) => boolean;
  /** Adds a report; false where its attempt is not kept. Inside a transaction. */
  readonly addReport: (deviceId: string, attemptId: string, report: string) => boolean;
  /** Requests above this one that are messages here and have orphans, in order. */
  readonly requestsAfter: (requestId: string, limit: number) => readonly string[];
  /** The oldest attempt first. */
  readonly ofRequest: (requestId: string) => readonly KeptOrphan[];
  /** It became known. Inside a transaction. */
  readonly forget: (attemptId: string) => void;
  readonly count: () => number;
  /** Deletes at most `limit` that were heard of more than 30 days ago, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

/** As long as phones keep what is over. */
const KEPT_MS = 30 * 86_400_000;
/** What the reports of a text of 255 parts take, and more than that is none. */
const MOST_REPORTS = 256 * 1024;

export function createOrphanAttemptStore(db: Database): OrphanAttemptStore {
  const keep = db.prepare(
    `INSERT INTO orphan_attempts (attempt_id, request_id, device_id, ledger_id, entry, heard_at)
     VALUES (@attemptId, @requestId, @deviceId, @ledgerId, @entry, @heardAt)
     ON CONFLICT (attempt_id) DO UPDATE SET entry = excluded.entry, heard_at = excluded.heard_at
     WHERE device_id = excluded.device_id`,
  );
  const has = db.prepare<[string], number>('SELECT 1 FROM orphan_attempts WHERE attempt_id = ?').pluck();
  const addReport = db.prepare(
    `UPDATE orphan_attempts SET reports = CASE WHEN length(reports) < ${MOST_REPORTS} THEN reports || ? || char(10)
       ELSE reports END
     WHERE attempt_id = ? AND device_id = ?`,
  );
  const requestsAfter = db
    .prepare<[string, number], string>(
      `SELECT DISTINCT o.request_id FROM orphan_attempts o INDEXED BY orphan_attempts_request
       JOIN messages m ON m.request_id = o.request_id WHERE o.request_id > ? ORDER BY o.request_id LIMIT ?`,
    )
    .pluck();
  const ofRequest = db.prepare<[string], KeptOrphan>(
    `SELECT attempt_id AS attemptId, request_id AS requestId, device_id AS deviceId, ledger_id AS ledgerId, entry,
       reports, heard_at AS heardAt
     FROM orphan_attempts WHERE request_id = ? ORDER BY attempt_id`,
  );
  const forget = db.prepare('DELETE FROM orphan_attempts WHERE attempt_id = ?');
  const count = db.prepare<[], number>('SELECT count(*) FROM orphan_attempts').pluck();
  const prune = db.prepare(
    `DELETE FROM orphan_attempts WHERE attempt_id IN
       (SELECT attempt_id FROM orphan_attempts WHERE heard_at < ? ORDER BY heard_at LIMIT ?)`,
  );
  return {
    keep: (attempt) => {
      keep.run(attempt);
    },
    has: (attemptId) => has.get(attemptId) !== undefined,
    addReport: (deviceId, attemptId, report) => addReport.run(report, attemptId, deviceId).changes === 1,
    requestsAfter: (requestId, limit) => requestsAfter.all(requestId, limit),
    ofRequest: (requestId) => ofRequest.all(requestId),
    forget: (attemptId) => {
      forget.run(attemptId);
    },
    count: () => count.get() ?? 0,
    prune: (now, limit) => prune.run(now - KEPT_MS, limit).changes,
  };
}
