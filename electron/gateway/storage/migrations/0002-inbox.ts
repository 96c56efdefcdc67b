/**
 * Texts that phones received. `sender` is E.164 where the number could be read, else as it came; `sender_raw` is
 * always as it came. `request_id` and `client_id` are the message it answers and whose that was, if any.
 * A SIM takes in nothing until the operator switches it on.
 */
export const MIGRATION_0002 = `
CREATE TABLE inbound_messages (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  device_id TEXT NOT NULL REFERENCES devices(id), ledger_id TEXT NOT NULL,
  inbound_id TEXT NOT NULL CHECK (length(inbound_id) = 64),
  device_name TEXT NOT NULL, sim_id TEXT NOT NULL REFERENCES sims(id), sim_slot INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  sender TEXT NOT NULL, sender_raw TEXT NOT NULL, body TEXT NOT NULL, parts INTEGER NOT NULL CHECK (parts > 0),
  received_at INTEGER NOT NULL, smsc_at INTEGER, stored_at INTEGER NOT NULL,
  request_id TEXT, client_id TEXT,
  CHECK ((request_id IS NULL) = (client_id IS NULL)),
  UNIQUE (device_id, ledger_id, inbound_id)
) STRICT;
CREATE INDEX inbound_of_client ON inbound_messages (client_id, mode, seq) WHERE client_id IS NOT NULL;
CREATE INDEX inbound_sender ON inbound_messages (sender, seq);

ALTER TABLE sims ADD COLUMN takes_texts INTEGER NOT NULL DEFAULT 0 CHECK (takes_texts IN (0,1));
`;
