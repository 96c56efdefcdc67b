/**
 * Lanes: who waits for whom. Waiting messages are found by (lane, end of its time), so that what ran out in front
 * costs nothing; `due_at` is when a scheduled message or a retry may go, one column and one index for both.
 * `device_id` is the phone that was named, or empty.
 */
export const MIGRATION_0003 = `
CREATE TABLE lanes (
  id INTEGER PRIMARY KEY, mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  priority INTEGER NOT NULL CHECK (priority IN (0,1,2)), target TEXT NOT NULL,
  client_id TEXT NOT NULL, batch_id TEXT NOT NULL,
  UNIQUE (mode, priority, target, client_id, batch_id)
) STRICT;

DROP INDEX messages_waiting;
DROP INDEX messages_retrying;
DROP INDEX messages_open;
ALTER TABLE messages RENAME COLUMN lane TO device_id;
ALTER TABLE messages RENAME COLUMN retry_at TO due_at;
ALTER TABLE messages ADD COLUMN lane_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN scheduled_at INTEGER;
ALTER TABLE messages ADD COLUMN resend_of TEXT;
INSERT INTO lanes (mode, priority, target, client_id, batch_id)
  SELECT DISTINCT mode, priority, coalesce(sim_id, device_id), client_id, '' FROM messages
  WHERE state IN ('scheduled','queued','sending');
UPDATE messages SET lane_id = (SELECT id FROM lanes l WHERE l.mode = messages.mode AND l.priority = messages.priority
    AND l.target = coalesce(messages.sim_id, messages.device_id) AND l.client_id = messages.client_id AND l.batch_id = '')
  WHERE state IN ('scheduled','queued','sending');
CREATE INDEX messages_waiting ON messages (lane_id, expires_at, parts) WHERE state = 'queued' AND due_at IS NULL;
CREATE INDEX messages_due ON messages (due_at, state, lane_id, parts) WHERE due_at IS NOT NULL;
CREATE INDEX messages_queued ON messages (mode, seq) WHERE state = 'queued';
CREATE INDEX messages_sending ON messages (mode) WHERE state = 'sending';
CREATE INDEX attempts_unanswered ON attempts (not_after) WHERE state IN ('offered','accepted','submitting');

CREATE TABLE queue_holds (
  kind TEXT NOT NULL CHECK (kind IN ('client','device','batch')), id TEXT NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

ALTER TABLE sims ADD COLUMN day_cap INTEGER CHECK (day_cap > 0);
ALTER TABLE sims ADD COLUMN month_cap INTEGER CHECK (month_cap > 0);
CREATE TABLE sim_usage (
  sim_id TEXT NOT NULL, day TEXT NOT NULL, parts INTEGER NOT NULL, PRIMARY KEY (sim_id, day)
) STRICT, WITHOUT ROWID;
`;
