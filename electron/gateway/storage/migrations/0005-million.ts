/**
 * What makes every list, filter and count cost the same with a million messages as with a thousand. An index ends in
 * the row's seq by itself, so each of these lists its rows in their order. A number is found by its last seven digits
 * first: a text that comes in may lack its country. `clock_steps` has the first message after each time that the clock
 * was set back: between two of them `created_at` only rises, so a time is found without an index on it.
 * `outcome_counts` holds what became of messages, by mode, client, phone and SIM; `at` counts minutes or hours since
 * 1970, or is a local day such as 20260314. `faults` are the failures that speak of phone, SIM or network.
 */
export const MIGRATION_0005 = `
DROP INDEX messages_ended_badly;
DROP INDEX messages_queued;
DROP INDEX messages_sending;
DROP INDEX messages_recipient;
DROP INDEX attempts_message;
CREATE INDEX messages_of_client ON messages (client_id, mode, state);
CREATE INDEX messages_in_state ON messages (state, mode);
CREATE INDEX messages_changed ON messages (client_id, mode, updated_at);
CREATE INDEX messages_to ON messages (substr(recipient, -7), recipient);
CREATE INDEX attempts_message ON attempts (message_seq, n);
CREATE INDEX attempts_of_device ON attempts (device_id, message_seq);
CREATE INDEX inbound_in_mode ON inbound_messages (mode);
CREATE INDEX inbound_of_device ON inbound_messages (device_id);
CREATE INDEX inbound_of_sim ON inbound_messages (sim_id);
CREATE INDEX inbound_of_slot ON inbound_messages (sim_slot);
CREATE INDEX inbound_sender_raw ON inbound_messages (sender_raw);
CREATE INDEX inbound_received ON inbound_messages (received_at);

CREATE TABLE clock_steps (seq INTEGER PRIMARY KEY) STRICT;
INSERT INTO clock_steps SELECT seq FROM
  (SELECT seq, created_at, lag(created_at) OVER (ORDER BY seq) AS before FROM messages) WHERE created_at < before;

CREATE TABLE outcome_counts (
  unit TEXT NOT NULL CHECK (unit IN ('minute','hour','day')), scope TEXT NOT NULL, at INTEGER NOT NULL,
  sent INTEGER NOT NULL, failed INTEGER NOT NULL, expired INTEGER NOT NULL, faults INTEGER NOT NULL,
  PRIMARY KEY (unit, scope, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_counts_age ON outcome_counts (unit, at);
`;
