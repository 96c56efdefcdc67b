import type { Database } from '../storage/database.ts';
import type { InboundRow, NewInboundMessage } from './inbound-message.ts';

/**
 * The rows of `inbound_messages`: added once, never changed; of each phone the newest. Lists are in
 * `inbox-list-store.ts`.
 */
export interface InboxStore {
  /** False when this text of this ledger is there already. Inside a transaction. */
  insert(message: NewInboundMessage): boolean;
  byId(id: string): InboundRow | undefined;
  /** Deletes at most `limit` texts of phones that have too many, and tells how many. Inside a transaction. */
  readonly prune: (limit: number) => number;
}

/** A phone that sends nothing else must not wait for the hourly round: after so many more its oldest go. */
const TRIM_EVERY = 500;

/** `most`: how many texts of one phone are kept; 0: all of them. */
export function createInboxStore(db: Database, most: () => number): InboxStore {
  const insert = db.prepare(
    `INSERT INTO inbound_messages (id, device_id, ledger_id, inbound_id, device_name, sim_id, sim_slot, mode, sender,
       sender_raw, body, parts, received_at, smsc_at, stored_at, request_id, client_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device_id, ledger_id, inbound_id) DO NOTHING`,
  );
  const phones = db.prepare<[], string>('SELECT id FROM devices').pluck();
  // By the index on the phone, whose entries of one phone are in the order of `seq`.
  const tooMany = db.prepare(
    `DELETE FROM inbound_messages WHERE seq IN
       (SELECT seq FROM inbound_messages WHERE device_id = ? ORDER BY seq DESC LIMIT ? OFFSET ?)`,
  );
  /** Since the last trim, by phone. A unit that was undone counts too: that only trims sooner. */
  const added = new Map<string, number>();

  function trim(deviceId: string, limit: number): number {
    const kept = most();
    return kept > 0 ? tooMany.run(deviceId, limit, kept).changes : 0;
  }

  function count(deviceId: string): void {
    const sinceTrim = (added.get(deviceId) ?? 0) + 1;
    added.set(deviceId, sinceTrim % TRIM_EVERY);
    if (sinceTrim === TRIM_EVERY) trim(deviceId, 2 * TRIM_EVERY);
  }

  const byId = db.prepare<[string], InboundRow>('SELECT * FROM inbound_messages WHERE id = ?');
  return {
    insert: (message) => {
      const isNew =
        insert.run(
          message.id,
          message.deviceId,
          message.ledgerId,
          message.inboundId,
          message.deviceName,
          message.simId,
          message.simSlot,
          message.mode,
          message.sender,
          message.senderRaw,
          message.body,
          message.parts,
          message.receivedAt,
          message.smscAt,
          message.storedAt,
          message.answers?.requestId ?? null,
          message.answers?.clientId ?? null,
        ).changes === 1;
      if (isNew) count(message.deviceId);
      return isNew;
    },
    byId: (id) => byId.get(id),
    prune: (limit) => {
      let deleted = 0;
      for (const deviceId of phones.all()) deleted += trim(deviceId, limit - deleted);
      return deleted;
    },
  };
}
