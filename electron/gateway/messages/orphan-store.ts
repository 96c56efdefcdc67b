import type { Database } from '../storage/database.ts';

/** What a phone said that belongs to nothing here, as it came. */
export interface OrphanReport {
  readonly deviceId: string;
  readonly ledgerId: string;
  readonly kind: 'unknown_attempt' | 'bad_fields';
  readonly frame: string;
  readonly detail: string;
  readonly receivedAt: number;
}

/** The rows of `orphan_reports`, for whoever looks into a phone: the newest of each phone and kind. */
export interface OrphanStore {
  /** Inside a transaction. */
  readonly add: (row: OrphanReport) => void;
  /** Deletes at most `limit` that are too old or too many, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

/** Of one kind from one phone; a frame has at most 64 KiB. */
const ORPHANS_KEPT = 100;
const KEPT_MS = 30 * 86_400_000;
/** A phone that sends nothing else must not wait for the hourly round: after so many more the oldest go. */
const TRIM_EVERY = 50;
/** At once; above what `TRIM_EVERY` adds, so that a table that is too long shrinks. */
const TRIM_AT_MOST = 100;

export function createOrphanStore(db: Database): OrphanStore {
  const insert = db.prepare(
    'INSERT INTO orphan_reports (device_id, ledger_id, kind, frame, detail, received_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const trim = db.prepare(
    `DELETE FROM orphan_reports WHERE seq IN
       (SELECT seq FROM orphan_reports WHERE device_id = ? AND kind = ? ORDER BY seq DESC LIMIT ? OFFSET ?)`,
  );
  const prune = db.prepare(
    `DELETE FROM orphan_reports WHERE seq IN
       (SELECT seq FROM
         (SELECT seq, received_at, row_number() OVER (PARTITION BY device_id, kind ORDER BY seq DESC) AS n
          FROM orphan_reports)
        WHERE n > ? OR received_at < ? LIMIT ?)`,
  );
  /** Since the last trim, by phone and kind. A unit that was undone counts too: that only trims sooner. */
  const added = new Map<string, number>();
  return {
    add: (row) => {
      insert.run(row.deviceId, row.ledgerId, row.kind, row.frame, row.detail, row.receivedAt);
      const key = `${row.kind} ${row.deviceId}`;
      const count = (added.get(key) ?? 0) + 1;
      added.set(key, count % TRIM_EVERY);
      if (count === TRIM_EVERY) trim.run(row.deviceId, row.kind, TRIM_AT_MOST, ORPHANS_KEPT);
    },
    prune: (now, limit) => prune.run(ORPHANS_KEPT, now - KEPT_MS, limit).changes,
  };
}
