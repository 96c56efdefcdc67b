import type { Pairing } from './ledger-rows.ts';
import type { Statements } from './statement-store.ts';

/** The gateways this phone knows; at most one of them has a token. */
export class PairingStore {
  readonly #sql: Statements;
  #gatewayIds: string[] | null = null;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The gateway that this phone is paired with: the only one with a token. */
  current(): Pairing | null {
    const record = this.#sql.get('SELECT * FROM gateways WHERE token IS NOT NULL LIMIT 1');
    if (record === undefined) return null;
    return {
      gatewayId: String(record['gateway_id']),
      deviceId: String(record['device_id']),
      token: String(record['token']),
      pin: String(record['pin']),
      host: String(record['host']),
      port: Number(record['port']),
      ackedSeq: Number(record['acked_seq']),
    };
  }

  save(pairing: Omit<Pairing, 'ackedSeq'>): void {
    this.dropTokens();
    this.#gatewayIds = null;
    this.#sql.run(
      `INSERT INTO gateways (gateway_id, device_id, token, pin, host, port) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (gateway_id) DO UPDATE SET device_id = excluded.device_id, token = excluded.token,
         pin = excluded.pin, host = excluded.host, port = excluded.port`,
      pairing.gatewayId,
      pairing.deviceId,
      pairing.token,
      pairing.pin,
      pairing.host,
      pairing.port,
    );
  }

  dropTokens(): void {
    this.#sql.run('UPDATE gateways SET token = NULL');
  }

  gatewayIds(): readonly string[] {
    this.#gatewayIds ??= this.#sql
      .all('SELECT gateway_id FROM gateways')
      .map((record) => String(record['gateway_id']));
    return this.#gatewayIds;
  }

  /** Another port of the cable leads to the gateway now. */
  savePort(gatewayId: string, port: number): void {
    this.#sql.run('UPDATE gateways SET port = ? WHERE gateway_id = ?', port, gatewayId);
  }

  /** Never lowers the mark. */
  saveAck(gatewayId: string, seq: number): void {
    this.#sql.run(
      'UPDATE gateways SET acked_seq = ? WHERE gateway_id = ? AND acked_seq < ?',
      seq,
      gatewayId,
      seq,
    );
  }

  /** The table was emptied. */
  forget(): void {
    this.#gatewayIds = null;
  }
}
