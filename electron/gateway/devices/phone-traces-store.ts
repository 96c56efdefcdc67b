import type { Database } from '../storage/database.ts';

/**
 * What phones leave behind: SIMs that are in them no more, ledgers that they speak from no more. Both deletes run inside
 * a transaction, take at most `limit` rows and tell how many.
 */
interface PhoneTracesStore {
  pruneLedgers(limit: number): number;
  pruneSims(limit: number): number;
}

/** Ledgers of one phone, its own included. One that comes back later resends what it holds, which changes nothing. */
const LEDGERS_KEPT = 8;
/** SIMs of one phone that are not in it. */
const SIMS_KEPT = 32;

export function createPhoneTracesStore(db: Database): PhoneTracesStore {
  const ledgers = db.prepare(
    `DELETE FROM device_ledgers WHERE (device_id, ledger_id) IN
       (SELECT device_id, ledger_id FROM
         (SELECT l.device_id, l.ledger_id, row_number() OVER
            (PARTITION BY l.device_id ORDER BY l.ledger_id = d.ledger_id DESC, l.last_seq DESC, l.ledger_id) AS n
          FROM device_ledgers l JOIN devices d ON d.id = l.device_id)
        WHERE n > ? LIMIT ?)`,
  );
  const sims = db.prepare(
    `DELETE FROM sims WHERE id IN
       (SELECT id FROM
         (SELECT id, row_number() OVER (PARTITION BY device_id ORDER BY id DESC) AS n FROM sims
          WHERE is_present = 0 AND takes_texts = 0 AND sends = 1 AND day_cap IS NULL AND month_cap IS NULL
            AND NOT EXISTS (SELECT 1 FROM inbound_messages i WHERE i.sim_id = sims.id))
        WHERE n > ? LIMIT ?)`,
  );
  return {
    pruneLedgers: (limit) => ledgers.run(LEDGERS_KEPT, limit).changes,
    pruneSims: (limit) => sims.run(SIMS_KEPT, limit).changes,
  };
}
