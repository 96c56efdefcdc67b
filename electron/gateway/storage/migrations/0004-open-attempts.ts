/**
 * What a phone that links is asked about: what it may hold in full, and what is unknown in pages, oldest end first. An
 * unknown attempt that can have no better answer is in neither index.
 */
export const MIGRATION_0004 = `
DROP INDEX attempts_open;
CREATE INDEX attempts_held ON attempts (device_id, not_after) WHERE state IN ('offered','accepted','submitting');
CREATE INDEX attempts_unknown ON attempts (device_id, not_after, seq)
  WHERE state = 'unknown' AND coalesce(reason, '') NOT IN ('ledger_replaced','forgotten');
`;
