import type { Database } from '../storage/database.ts';
import type { InboundRow, NewInboundMessage } from './inbound-message.ts';

/** The rows of `inbound_messages`: added once, never changed. Lists are in `inbox-list-store.ts`. */
export interface InboxStore {
  /** False when this text of this ledger is there already. Inside a transaction. */
  insert(message: NewInboundMessage): boolean;
  byId(id: string): InboundRow | undefined;
}

export function createInboxStore(db: Database): InboxStore {
  const insert = db.prepare(
    `INSERT INTO inbound_messages (id, device_id, ledger_id, inbound_id, device_name, sim_id, sim_slot, mode, sender,
       sender_raw, body, parts, received_at, smsc_at, stored_at, request_id, client_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (device_id, ledger_id, inbound_id) DO NOTHING`,
  );
  const byId = db.prepare<[string], InboundRow>('SELECT * FROM inbound_messages WHERE id = ?');
  return {
    insert: (message) =>
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
      ).changes === 1,
    byId: (id) => byId.get(id),
  };
}
