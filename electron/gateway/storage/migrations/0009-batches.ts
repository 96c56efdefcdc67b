/**
 * Batches: the messages of one bulk request. How many of them are in each state is counted in the row, by the move
 * itself; `cancelling` is 1 from the cancel until the last waiting message was looked at. Rows that were left out are
 * kept beside, since their length would be written again with every count. A message names its batch by rowid and has
 * its place in the list that was asked for.
 */
export const MIGRATION_0009 = `
CREATE TABLE batches (
  seq INTEGER PRIMARY KEY, batch_id TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('live','test')),
  state TEXT NOT NULL CHECK (state IN ('accepting','running','paused','finished','cancelled')),
  priority INTEGER NOT NULL CHECK (priority IN (1,2)), target TEXT NOT NULL, body TEXT NOT NULL, reference TEXT,
  messages INTEGER NOT NULL CHECK (messages > 0), parts INTEGER NOT NULL, rejected INTEGER NOT NULL,
  created_at INTEGER NOT NULL, scheduled_at INTEGER, expires_at INTEGER NOT NULL, finished_at INTEGER,
  cancelling INTEGER NOT NULL DEFAULT 0 CHECK (cancelling IN (0,1)),
  n_scheduled INTEGER NOT NULL DEFAULT 0, n_queued INTEGER NOT NULL DEFAULT 0, n_sending INTEGER NOT NULL DEFAULT 0,
  n_sent INTEGER NOT NULL DEFAULT 0, n_delivered INTEGER NOT NULL DEFAULT 0, n_undelivered INTEGER NOT NULL DEFAULT 0,
  n_failed INTEGER NOT NULL DEFAULT 0, n_expired INTEGER NOT NULL DEFAULT 0, n_cancelled INTEGER NOT NULL DEFAULT 0,
  n_unknown INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX batches_cancelling ON batches (seq) WHERE cancelling = 1;

CREATE TABLE batch_rejections (
  batch_seq INTEGER PRIMARY KEY REFERENCES batches(seq), created_at INTEGER NOT NULL, rows TEXT NOT NULL
) STRICT;

ALTER TABLE messages ADD COLUMN batch_seq INTEGER;
ALTER TABLE messages ADD COLUMN batch_index INTEGER;
CREATE INDEX messages_of_batch ON messages (batch_seq) WHERE batch_seq IS NOT NULL;
`;
