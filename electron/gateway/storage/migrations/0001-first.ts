/**
 * The first tables. Times are milliseconds since 1970. Inside the database rows name each other by rowid
 * (short and ascending, so inserts stay at the end of each index); the ids of the API stand beside.
 */
export const MIGRATION_0001 = `
CREATE TABLE workspace (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT, time_zone TEXT NOT NULL, language TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE clients (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES clients(id),
  mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), hint TEXT NOT NULL, scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL, revoked_at INTEGER
) STRICT;

CREATE TABLE devices (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, model TEXT NOT NULL, android INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  hardware_serial TEXT, token_hash BLOB NOT NULL UNIQUE, ledger_id TEXT NOT NULL,
  parts_per_minute INTEGER, session INTEGER NOT NULL DEFAULT 0,
  paired_at INTEGER NOT NULL, removed_at INTEGER, last_seen_at INTEGER
) STRICT;

CREATE TABLE device_ledgers (
  device_id TEXT NOT NULL REFERENCES devices(id), ledger_id TEXT NOT NULL, last_seq INTEGER NOT NULL,
  PRIMARY KEY (device_id, ledger_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sims (
  id TEXT PRIMARY KEY, device_id TEXT NOT NULL REFERENCES devices(id), ledger_id TEXT NOT NULL,
  subscription_id INTEGER NOT NULL, slot INTEGER NOT NULL, carrier TEXT, mcc_mnc TEXT, number TEXT,
  is_present INTEGER NOT NULL CHECK (is_present IN (0,1)),
  UNIQUE (device_id, ledger_id, subscription_id)
) STRICT;

CREATE TABLE messages (
  seq INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  state TEXT NOT NULL CHECK (state IN ('scheduled','queued','sending','sent','delivered','undelivered',
    'failed','expired','cancelled','unknown')),
  priority INTEGER NOT NULL CHECK (priority IN (0,1,2)),
  recipient TEXT NOT NULL, body TEXT NOT NULL, parts INTEGER NOT NULL, encoding TEXT NOT NULL,
  lane TEXT NOT NULL, sim_id TEXT, max_parts INTEGER NOT NULL, delivery_report INTEGER NOT NULL,
  reference TEXT, metadata TEXT,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  sending_at INTEGER, sent_at INTEGER, ended_at INTEGER,
  retry_at INTEGER, cancel_requested INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, held INTEGER NOT NULL DEFAULT 0, device_name TEXT,
  failure_code TEXT, failure_detail TEXT, may_have_left INTEGER NOT NULL DEFAULT 0, parts_sent INTEGER NOT NULL DEFAULT 0,
  sequence INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX messages_waiting ON messages (mode, lane, priority, seq) WHERE state = 'queued' AND retry_at IS NULL;
CREATE INDEX messages_retrying ON messages (retry_at) WHERE state = 'queued' AND retry_at IS NOT NULL;
CREATE INDEX messages_expiring ON messages (expires_at) WHERE state = 'queued';
CREATE INDEX messages_ended_badly ON messages (state, seq)
  WHERE state IN ('failed','undelivered','unknown','expired','cancelled');
CREATE INDEX messages_open ON messages (seq) WHERE state = 'sending';
CREATE INDEX messages_recipient ON messages (recipient, seq);
CREATE INDEX messages_reference ON messages (reference, seq) WHERE reference IS NOT NULL;

CREATE TABLE attempts (
  seq INTEGER PRIMARY KEY, attempt_id TEXT NOT NULL UNIQUE, message_seq INTEGER NOT NULL REFERENCES messages(seq),
  n INTEGER NOT NULL, device_id TEXT NOT NULL, device_name TEXT NOT NULL, ledger_id TEXT NOT NULL,
  sim_id TEXT NOT NULL, sim_slot INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('offered','accepted','submitting','sent','failed','rejected','unknown')),
  parts INTEGER, part_results TEXT NOT NULL DEFAULT '[]',
  reason TEXT, code TEXT, not_after INTEGER NOT NULL,
  offered_at INTEGER NOT NULL, ended_at INTEGER
) STRICT;
CREATE INDEX attempts_message ON attempts (message_seq);
CREATE INDEX attempts_open ON attempts (device_id, seq) WHERE state IN ('offered','accepted','submitting','unknown');

CREATE TABLE orphan_reports (
  seq INTEGER PRIMARY KEY, device_id TEXT NOT NULL, ledger_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('unknown_attempt','bad_fields')),
  frame TEXT NOT NULL, detail TEXT NOT NULL, received_at INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency (
  seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, client_id TEXT NOT NULL, mode TEXT NOT NULL, route TEXT NOT NULL,
  key_hash BLOB NOT NULL, fingerprint BLOB NOT NULL, request_id TEXT NOT NULL,
  UNIQUE (day, client_id, mode, route, key_hash)
) STRICT;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY, type TEXT NOT NULL, mode TEXT NOT NULL,
  client_id TEXT, subject_id TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;
`;
