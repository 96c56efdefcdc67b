/**
 * What a restored database must learn again. `database_facts` are numbers of the file as a whole
 * (`database-facts.ts`); `reconcile_phones` are the phones that are asked what they did since a time, and how far that
 * came (`after_id`); `orphan_attempts` are attempts that phones told of and this file does not know, with the reports
 * that came about them later. `settled_id` is the newest attempt of a ledger when it had told everything. A message
 * that waits and is to be cancelled exists only until the phones have answered.
 */
export const MIGRATION_0006 = `
CREATE TABLE database_facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE reconcile_phones (
  device_id TEXT PRIMARY KEY, since INTEGER NOT NULL, after_id TEXT, answered_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE orphan_attempts (
  attempt_id TEXT PRIMARY KEY, request_id TEXT, device_id TEXT NOT NULL, ledger_id TEXT NOT NULL,
  entry TEXT NOT NULL, reports TEXT NOT NULL DEFAULT '', heard_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orphan_attempts_age ON orphan_attempts (heard_at);
CREATE INDEX orphan_attempts_request ON orphan_attempts (request_id, attempt_id) WHERE request_id IS NOT NULL;

CREATE INDEX messages_to_cancel ON messages (cancel_requested, seq)
  WHERE cancel_requested = 1 AND state IN ('queued','scheduled');
ALTER TABLE device_ledgers ADD COLUMN settled_id TEXT;
`;
