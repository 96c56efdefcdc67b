/** The SQL of the ledger. Every write joins the turn's transaction. */
import { randomBytes } from 'node:crypto';
import type { GroupTurn } from './group-turn.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { type AttemptRow, mustErase, type Pairing } from './ledger-rows.ts';
import { PairingStore } from './pairing-store.ts';
import { Statements } from './statement-store.ts';
import { rowOfRecord, recordOfRow } from './ledger-records.ts';

const INSERT_ATTEMPT = `INSERT INTO attempts VALUES (@gateway_id, @attempt_id, @request_id, @hash, @recipient, @text,
  @sim_id, @sim_mcc_mnc, @parts, @delivery_report, @sensitive, @not_after, @state, @reason, @earlier, @boot_id,
  @submitted_elapsed, @mark, @sent_row, @part_results, @changed_at, @last_seq)`;

const MOVE_ATTEMPT = `UPDATE attempts SET text = @text, state = @state, reason = @reason, boot_id = @boot_id,
  submitted_elapsed = @submitted_elapsed, mark = @mark, sent_row = @sent_row, part_results = @part_results,
  changed_at = @changed_at, last_seq = @last_seq
  WHERE gateway_id = @gateway_id AND attempt_id = @attempt_id AND state = @from_state`;

export interface OutboxRow {
  readonly seq: number;
  readonly body: string;
}

export class LedgerStore {
  readonly pairings: PairingStore;
  readonly #sql: Statements;
  #rowCount: number;
  #nextSeq: number;
  #ledgerId: string;
  #pruneMark: string | null;

  constructor(db: LedgerDatabase, turn: GroupTurn) {
    this.#sql = new Statements(db, turn);
    this.pairings = new PairingStore(this.#sql);
    this.#rowCount = this.#sql.number('SELECT count(*) FROM attempts');
    const highest = this.#sql.number('SELECT coalesce(max(seq), 0) FROM outbox');
    this.#pruneMark = this.meta('prune_mark');
    this.#nextSeq = Math.max(highest, Number(this.meta('seq_floor') ?? 0)) + 1;
    this.#ledgerId = this.meta('ledger_id') ?? this.#newLedgerId();
  }

  get ledgerId(): string {
    return this.#ledgerId;
  }

  /** Attempts and tombstones held. */
  get rowCount(): number {
    return this.#rowCount;
  }

  meta(key: string): string | null {
    const value = this.#sql.value('SELECT value FROM meta WHERE key = ?', key);
    return typeof value === 'string' ? value : null;
  }

  setMeta(key: string, value: string): void {
    this.#sql.run(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }

  dropMeta(key: string): void {
    this.#sql.run('DELETE FROM meta WHERE key = ?', key);
  }

  // -- attempts

  attempt(gatewayId: string, attemptId: string): AttemptRow | null {
    const record = this.#sql.get(
      'SELECT * FROM attempts WHERE gateway_id = ? AND attempt_id = ?',
      gatewayId,
      attemptId,
    );
    return record === undefined ? null : rowOfRecord(record);
  }

  attemptsOfRequest(gatewayId: string, requestId: string): AttemptRow[] {
    return this.#sql
      .all('SELECT * FROM attempts WHERE gateway_id = ? AND request_id = ?', gatewayId, requestId)
      .map(rowOfRecord);
  }

  attemptsIn(state: 'accepted' | 'submitting'): AttemptRow[] {
    const where = `state IN ('accepted', 'submitting') AND state = ?`;
    return this.#sql.all(`SELECT * FROM attempts WHERE ${where} ORDER BY attempt_id`, state).map(rowOfRecord);
  }

  /** Entries changed at or after a time, oldest id first. */
  attemptsSince(gatewayId: string, since: number): AttemptRow[] {
    const sql = 'SELECT * FROM attempts WHERE gateway_id = ? AND changed_at >= ? ORDER BY attempt_id';
    return this.#sql.all(sql, gatewayId, since).map(rowOfRecord);
  }

  /** The first entries that changed after a time, or at it with ids above `after`, in the order of the changes. */
  attemptsPage(gatewayId: string, since: number, after: string, limit: number): AttemptRow[] {
    const sql = `SELECT * FROM attempts WHERE gateway_id = ? AND changed_at >= ? AND (changed_at > ? OR attempt_id > ?)
      ORDER BY changed_at, attempt_id LIMIT ?`;
    return this.#sql.all(sql, gatewayId, since, since, after, limit).map(rowOfRecord);
  }

  /** Sent, and a delivery report of a part is still to come. */
  attemptsAwaitingDelivery(): AttemptRow[] {
    const sql = `SELECT * FROM attempts WHERE state = 'sent' AND delivery_report = 1
      AND instr(part_results, '"delivery":null') > 0`;
    return this.#sql.all(sql).map(rowOfRecord);
  }

  newestAttemptId(gatewayId: string): string | null {
    const sql = `SELECT attempt_id FROM attempts WHERE gateway_id = ? AND hash IS NOT NULL
      ORDER BY attempt_id DESC LIMIT 1`;
    const value = this.#sql.value(sql, gatewayId);
    return typeof value === 'string' ? value : null;
  }

  openCount(): number {
    return this.#sql.number(`SELECT count(*) FROM attempts WHERE state IN ('accepted', 'submitting')`);
  }

  isSentRowClaimed(sentRow: number): boolean {
    return this.#sql.value('SELECT 1 FROM attempts WHERE sent_row = ?', sentRow) !== null;
  }

  /** Parts submitted in this boot, with their elapsedRealtime. */
  submittedAfter(bootId: string, elapsed: number): { elapsed: number; parts: number }[] {
    const sql = 'SELECT submitted_elapsed, parts FROM attempts WHERE boot_id = ? AND submitted_elapsed > ?';
    return this.#sql.all(sql, bootId, elapsed).map((record) => ({
      elapsed: Number(record['submitted_elapsed']),
      parts: Number(record['parts']),
    }));
  }

  /** Only what was handed to the radio makes its recipient somebody who may answer. */
  hasTexted(tail: string, sinceMs: number): boolean {
    const sql = `SELECT 1 FROM attempts WHERE substr(recipient, -7) = ? AND changed_at >= ?
      AND submitted_elapsed IS NOT NULL LIMIT 1`;
    return this.#sql.value(sql, tail, sinceMs) !== null;
  }

  insert(row: AttemptRow): void {
    this.#sql.run(INSERT_ATTEMPT, recordOfRow(row));
    this.#rowCount += 1;
  }

  /** Compare-and-set: writes `row` when the ledger still has its state as `from`; says whether it did. */
  move(from: AttemptRow['state'], row: AttemptRow): boolean {
    const kept = mustErase(row) ? { ...row, text: '' } : row;
    return this.#sql.run(MOVE_ATTEMPT, { ...recordOfRow(kept), from_state: from }) === 1;
  }

  // -- outbox

  takeSeq(): number {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return seq;
  }

  /** The gateway has seen seqs up to this one: no new one may be at or below it. */
  raiseSeq(seen: number): void {
    if (seen < this.#nextSeq) return;
    this.#nextSeq = seen + 1;
    this.setMeta('seq_floor', String(seen));
  }

  addToOutbox(row: OutboxRow & { gatewayId: string; at: number }): void {
    this.#sql.run('INSERT INTO outbox VALUES (?, ?, ?, ?)', row.seq, row.gatewayId, row.body, row.at);
  }

  outboxAfter(gatewayId: string, seq: number, limit: number): OutboxRow[] {
    const sql = 'SELECT seq, body FROM outbox WHERE seq > ? AND gateway_id = ? ORDER BY seq LIMIT ?';
    return this.#sql.all(sql, seq, gatewayId, limit).map((record) => ({
      seq: Number(record['seq']),
      body: String(record['body']),
    }));
  }

  unackedCount(pairing: Pairing): number {
    const sql = 'SELECT count(*) FROM outbox WHERE seq > ? AND gateway_id = ?';
    return this.#sql.number(sql, pairing.ackedSeq, pairing.gatewayId);
  }

  // -- inbox

  /** False when it is there already. */
  addInbound(inboundId: string, at: number): boolean {
    return this.#sql.run('INSERT INTO inbound VALUES (?, ?) ON CONFLICT DO NOTHING', inboundId, at) === 1;
  }

  // -- room

  /** Attempt ids up to this one are forgotten unless held. */
  pruneMark(): string | null {
    return this.#pruneMark;
  }

  /** Drops final, acked rows and acked frames from before `cut` (gateway time), and raises the prune mark. */
  prune(cut: number): void {
    const where = `state IN ('sent', 'failed', 'rejected', 'never_seen') AND changed_at < ? AND last_seq <=
      (SELECT acked_seq FROM gateways WHERE gateways.gateway_id = attempts.gateway_id)`;
    const newest = this.#sql.value(
      `SELECT max(attempt_id) FROM attempts INDEXED BY attempts_by_age WHERE ${where}`,
      cut,
    );
    if (typeof newest === 'string') {
      const mark = this.meta('prune_mark');
      if (mark === null || newest > mark) this.setMeta('prune_mark', newest);
      this.#pruneMark = this.meta('prune_mark');
      this.#rowCount -= this.#sql.run(`DELETE FROM attempts INDEXED BY attempts_by_age WHERE ${where}`, cut);
    }
    const acked = 'SELECT acked_seq FROM gateways WHERE gateways.gateway_id = outbox.gateway_id';
    this.setMeta('seq_floor', String(this.#nextSeq - 1));
    this.#sql.run(`DELETE FROM outbox WHERE at < ? AND seq <= (${acked})`, cut);
    this.#sql.run('DELETE FROM inbound WHERE at < ?', cut);
  }

  /** Forgets everything, under a new ledger id. */
  wipe(): void {
    for (const table of ['attempts', 'outbox', 'inbound', 'gateways', 'meta'])
      this.#sql.run(`DELETE FROM ${table}`);
    this.#rowCount = 0;
    this.#pruneMark = null;
    this.pairings.forget();
    this.#ledgerId = this.#newLedgerId();
    this.setMeta('seq_floor', String(this.#nextSeq - 1));
  }

  #newLedgerId(): string {
    const ledgerId = randomBytes(16).toString('hex');
    this.setMeta('ledger_id', ledgerId);
    return ledgerId;
  }
}
