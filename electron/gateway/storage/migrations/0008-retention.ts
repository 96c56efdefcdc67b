/**
 * Texts that are erased after a time. `unsearchable` has the messages whose text was erased and that the search may still
 * know; `erased_until` how far each client's messages of a mode, by their last change, and the received texts (under an
 * empty client) were gone through.
 */
export const MIGRATION_0008 = `
CREATE TABLE unsearchable (seq INTEGER PRIMARY KEY) STRICT;
CREATE TABLE erased_until (
  client_id TEXT NOT NULL, mode TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (client_id, mode)
) STRICT, WITHOUT ROWID;
`;
