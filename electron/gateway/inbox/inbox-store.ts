import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';
import type { InboundRow, InboxFilter, NewInboundMessage } from './inbound-message.ts';

/** Whose texts are looked at; left out means everybody's. */
export interface InboxScope {
  readonly clientId?: string;
  readonly mode?: Mode;
}

/** A filter whose `from` is known in both forms. */
export type InboxQuery = Omit<InboxFilter, 'from'> & InboxScope & { readonly senders?: readonly string[] };

/** The rows of `inbound_messages`: added once, never changed. */
export interface InboxStore {
  /** False when this text of this ledger is there already. Inside a transaction. */
  insert(message: NewInboundMessage): boolean;
  byId(id: string): InboundRow | undefined;
  /** Newest first. */
  list(query: InboxQuery): readonly InboundRow[];
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`);

function whereOf(query: InboxQuery): { readonly sql: string; readonly values: readonly unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...more: readonly unknown[]): void => {
    parts.push(sql);
    values.push(...more);
  };
  if (query.clientId !== undefined) add('client_id = ?', query.clientId);
  if (query.mode !== undefined) add('mode = ?', query.mode);
  if (query.senders !== undefined) {
    const marks = query.senders.map(() => '?').join(',');
    add(`(sender IN (${marks}) OR sender_raw IN (${marks}))`, ...query.senders, ...query.senders);
  }
  if (query.device !== undefined) add('(device_id = ? OR device_name = ?)', query.device, query.device);
  if (query.sim !== undefined) add('(sim_id = ? OR CAST(sim_slot AS TEXT) = ?)', query.sim, query.sim);
  if (query.since !== undefined) add('received_at >= ?', query.since);
  if (query.until !== undefined) add('received_at < ?', query.until);
  if (query.q !== undefined) {
    const like = `%${escapeLike(query.q)}%`;
    add(
      "(sender LIKE ? ESCAPE '\\' OR sender_raw LIKE ? ESCAPE '\\' OR body LIKE ? ESCAPE '\\')",
      like,
      like,
      like,
    );
  }
  if (query.after !== undefined) add('seq < ?', query.after);
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
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
    list: (query) => {
      const where = whereOf(query);
      return db
        .prepare<unknown[], InboundRow>(
          `SELECT * FROM inbound_messages ${where.sql} ORDER BY seq DESC LIMIT ?`,
        )
        .all(...where.values, query.limit);
    },
  };
}
