/**
 * What the operator says of a SIM: whether it sends, and whether the SIM that came into its place takes over what waits
 * for it. `successor_id` and the answer stand on the SIM that is gone, and go when it comes back.
 */
export const MIGRATION_0007 = `
ALTER TABLE sims ADD COLUMN sends INTEGER NOT NULL DEFAULT 1 CHECK (sends IN (0,1));
ALTER TABLE sims ADD COLUMN successor_id TEXT;
ALTER TABLE sims ADD COLUMN successor_answer TEXT CHECK (successor_answer IN ('takes_over','stays'));
`;
