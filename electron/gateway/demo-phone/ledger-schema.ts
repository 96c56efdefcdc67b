/** The tables of the ledger, with an index for each question that a text or a heartbeat asks. */
import type { LedgerDatabase } from './ledger-database.ts';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gateways (
  gateway_id TEXT PRIMARY KEY, device_id TEXT NOT NULL, token TEXT, pin TEXT NOT NULL,
  host TEXT NOT NULL, port INTEGER NOT NULL, acked_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (
  gateway_id TEXT NOT NULL, attempt_id TEXT NOT NULL, request_id TEXT, hash TEXT,
  recipient TEXT NOT NULL, text TEXT NOT NULL, sim_id INTEGER NOT NULL, sim_mcc_mnc TEXT,
  parts INTEGER NOT NULL, delivery_report INTEGER NOT NULL, sensitive INTEGER NOT NULL, not_after INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('never_seen', 'accepted', 'submitting', 'sent', 'failed', 'rejected', 'unknown')),
  reason TEXT, earlier TEXT, boot_id TEXT, submitted_elapsed INTEGER, mark INTEGER, sent_row INTEGER,
  part_results TEXT NOT NULL, changed_at INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  PRIMARY KEY (gateway_id, attempt_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS attempts_by_request ON attempts (gateway_id, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS attempts_open ON attempts (state) WHERE state IN ('accepted', 'submitting');
CREATE INDEX IF NOT EXISTS attempts_by_change ON attempts (gateway_id, changed_at);
CREATE INDEX IF NOT EXISTS attempts_by_age ON attempts (changed_at);
CREATE INDEX IF NOT EXISTS attempts_by_submit ON attempts (boot_id, submitted_elapsed);
CREATE INDEX IF NOT EXISTS attempts_texted ON attempts (substr(recipient, -7), changed_at)
  WHERE submitted_elapsed IS NOT NULL;
CREATE INDEX IF NOT EXISTS attempts_by_row ON attempts (sent_row) WHERE sent_row IS NOT NULL;
CREATE INDEX IF NOT EXISTS attempts_awaiting ON attempts (attempt_id)
  WHERE state = 'sent' AND delivery_report = 1 AND instr(part_results, '"delivery":null') > 0;
CREATE TABLE IF NOT EXISTS outbox (
  seq INTEGER PRIMARY KEY, gateway_id TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_by_age ON outbox (at);
CREATE TABLE IF NOT EXISTS inbound (inbound_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS inbound_by_age ON inbound (at);
`;

/** Makes the tables that are not there yet. Throws when the file is damaged or not a database. */
export function createLedgerTables(db: LedgerDatabase): void {
  db.exec(SCHEMA);
}
