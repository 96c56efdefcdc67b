import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Journal, JournalError } from './journal.ts';
import {
  parseRecords,
  type Identity,
  type LedgerRecord,
  type LedgerRow,
  type OpenReport,
} from './ledger-records.ts';

/** A report before the ledger gives it its seq. */
export type ReportDraft = Omit<OpenReport, 't' | 'seq'>;

export interface DemoLedgerOptions {
  readonly directory: string;
  now(): number;
  /** Final, acked rows above this number are pruned, oldest first. */
  readonly maxRows?: number;
  readonly maxBytes?: number;
}

const KEEP_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_ROWS = 100_000;
const MAX_BYTES = 64 * 1024 * 1024;
const OPEN_STATES: ReadonlySet<string> = new Set(['accepted', 'submitting']);

/**
 * The demo phone's durable record of attempts: all of it in memory, each change in a journal. A change is
 * applied at once, so that the next decision sees it, and its promise resolves when it is on the disk: say or
 * do nothing about it before. Compare-and-set is therefore a plain `if`.
 */
export class DemoLedger {
  readonly #options: DemoLedgerOptions;
  readonly #maxRows: number;
  readonly #rows = new Map<string, LedgerRow>();
  readonly #byRequest = new Map<string, string[]>();
  readonly #reports = new Map<number, OpenReport>();
  #journal: Journal | null = null;
  #ledgerId = randomBytes(16).toString('hex');
  #identity: Identity | null = null;
  #pruneMark: string | null = null;
  #newestAttemptId: string | null = null;
  #lastSeq = 0;
  #durableSeq = 0;
  #ackedSeq = 0;

  private constructor(options: DemoLedgerOptions) {
    this.#options = options;
    this.#maxRows = options.maxRows ?? MAX_ROWS;
  }

  /** Reads the journal back and rewrites it shorter. Rejects with `JournalError` when it is damaged. */
  static async open(options: DemoLedgerOptions): Promise<DemoLedger> {
    const ledger = new DemoLedger(options);
    const path = join(options.directory, 'ledger.jsonl');
    for (const [index, line] of (await Journal.read(path)).entries()) {
      const records = parseRecords(line);
      if (records === null)
        throw new JournalError(`The ledger of the demo phone is damaged: ${path}, line ${index + 1}.`);
      for (const record of records) ledger.#apply(record);
    }
    ledger.#durableSeq = ledger.#lastSeq;
    ledger.#prune();
    ledger.#journal = await Journal.open({
      path,
      maxBytes: options.maxBytes ?? MAX_BYTES,
      snapshot: () => ledger.#snapshot(),
    });
    return ledger;
  }

  get ledgerId(): string {
    return this.#ledgerId;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  /** Highest seq the gateway has acked. */
  get ackedSeq(): number {
    return this.#ackedSeq;
  }

  get newestAttemptId(): string | null {
    return this.#newestAttemptId ?? this.#pruneMark;
  }

  row(attemptId: string): LedgerRow | undefined {
    return this.#rows.get(attemptId);
  }

  rows(): IterableIterator<LedgerRow> {
    return this.#rows.values();
  }

  ofRequest(requestId: string): readonly LedgerRow[] {
    const ids = this.#byRequest.get(requestId) ?? [];
    return ids.flatMap((id) => this.#rows.get(id) ?? []);
  }

  /** Whether the id is as old as what was pruned, so that nothing can be said of it. */
  isForgotten(attemptId: string): boolean {
    return this.#pruneMark !== null && attemptId <= this.#pruneMark && !this.#rows.has(attemptId);
  }

  counts(): { rows: number; open: number; unacked: number } {
    let open = 0;
    for (const row of this.#rows.values()) if (OPEN_STATES.has(row.entry.state)) open += 1;
    return { rows: this.#rows.size, open, unacked: this.#reports.size };
  }

  /** Unacked reports on the disk with a seq above this one, in order. */
  reportsAfter(seq: number): OpenReport[] {
    const found: OpenReport[] = [];
    for (let next = Math.max(seq, this.#ackedSeq) + 1; next <= this.#durableSeq; next += 1) {
      const report = this.#reports.get(next);
      if (report !== undefined) found.push(report);
    }
    return found;
  }

  /** Stores a row and what is to be reported of it, together. */
  async commit(row: LedgerRow, reports: readonly ReportDraft[] = []): Promise<void> {
    const numbered = reports.map((report, index): LedgerRecord => {
      const seq = this.#lastSeq + 1 + index;
      return { k: 'report', report: { t: 'report', seq, ...report } };
    });
    await this.#append([{ k: 'row', row }, ...numbered]);
  }

  /** Stores a report of an attempt that gets no row: its id is too old, or promised never to be submitted. */
  async report(report: ReportDraft): Promise<void> {
    await this.#append([{ k: 'report', report: { t: 'report', seq: this.#lastSeq + 1, ...report } }]);
  }

  /** Belongs to this gateway from now on; rows of another one never go to it. */
  async pairWith(identity: Identity): Promise<void> {
    if (this.#identity !== null && this.#identity.gateway_id !== identity.gateway_id) await this.wipe();
    await this.#append([{ k: 'identity', identity }]);
  }

  async dropToken(): Promise<void> {
    if (this.#identity === null) return;
    await this.#append([{ k: 'identity', identity: { ...this.#identity, token: null } }]);
  }

  /** The gateway has stored every report up to this seq. */
  async storeAck(seq: number): Promise<void> {
    if (seq <= this.#ackedSeq) return;
    await this.#append([{ k: 'acked', seq }]);
    this.#prune();
  }

  /** Resolves when everything decided so far is on the disk. */
  async settled(): Promise<void> {
    await this.#append([]);
  }

  /** Forgets everything and begins a new ledger with a new id. */
  async wipe(): Promise<void> {
    const ledgerId = randomBytes(16).toString('hex');
    await this.#append([{ k: 'ledger', ledger_id: ledgerId, prune_mark: null, last_seq: 0, acked_seq: 0 }]);
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  async #append(records: readonly LedgerRecord[]): Promise<void> {
    const ledgerId = this.#ledgerId;
    for (const record of records) this.#apply(record);
    const lastSeq = this.#lastSeq;
    if (this.#journal === null) throw new JournalError('the ledger of the demo phone is not open');
    await this.#journal.append(JSON.stringify(records));
    if (ledgerId === this.#ledgerId) this.#durableSeq = Math.max(this.#durableSeq, lastSeq);
  }

  #apply(record: LedgerRecord): void {
    switch (record.k) {
      case 'ledger':
        if (record.ledger_id !== this.#ledgerId) this.#forgetAll();
        this.#ledgerId = record.ledger_id;
        this.#pruneMark = record.prune_mark;
        this.#lastSeq = record.last_seq;
        this.#ackedSeq = record.acked_seq;
        return;
      case 'identity':
        this.#identity = record.identity;
        return;
      case 'row':
        this.#hold(record.row);
        return;
      case 'report':
        this.#reports.set(record.report.seq, record.report);
        this.#lastSeq = Math.max(this.#lastSeq, record.report.seq);
        return;
      case 'acked':
        for (let seq = this.#ackedSeq + 1; seq <= Math.min(record.seq, this.#lastSeq); seq += 1) {
          this.#reports.delete(seq);
        }
        this.#ackedSeq = Math.max(this.#ackedSeq, record.seq);
        this.#lastSeq = Math.max(this.#lastSeq, record.seq);
    }
  }

  #forgetAll(): void {
    this.#rows.clear();
    this.#byRequest.clear();
    this.#reports.clear();
    this.#identity = null;
    this.#newestAttemptId = null;
    this.#durableSeq = 0;
  }

  #hold(row: LedgerRow): void {
    const { attempt_id: id, request_id: requestId } = row.entry;
    const isNew = !this.#rows.has(id);
    this.#rows.set(id, row);
    if (!isNew || requestId === null) return;
    if (this.#newestAttemptId === null || id > this.#newestAttemptId) this.#newestAttemptId = id;
    this.#byRequest.set(requestId, [...(this.#byRequest.get(requestId) ?? []), id]);
  }

  /** Drops final rows whose reports are acked, when they are old or too many; their ids become forgotten. */
  #prune(): void {
    const isOver = this.#rows.size > this.#maxRows * 1.1;
    const oldest = this.#rows.values().next().value;
    const before = this.#options.now() - KEEP_MS;
    if (!isOver && (oldest === undefined || oldest.changed_at >= before)) return;
    const unacked = new Set([...this.#reports.values()].map((report) => report.attempt_id));
    let surplus = isOver ? this.#rows.size - this.#maxRows : 0;
    for (const [id, row] of this.#rows) {
      if (row.changed_at >= before && surplus <= 0) break;
      if (OPEN_STATES.has(row.entry.state) || unacked.has(id)) continue;
      this.#drop(id, row);
      surplus -= 1;
    }
    if (this.#journal === null) return;
    // Not waited for: until the mark is on the disk, the rows it stands for are there as well. A journal that
    // fails says so to the next commit.
    this.#append([this.#head()]).catch(() => undefined);
  }

  #drop(id: string, row: LedgerRow): void {
    this.#rows.delete(id);
    if (this.#pruneMark === null || id > this.#pruneMark) this.#pruneMark = id;
    const requestId = row.entry.request_id;
    if (requestId === null) return;
    const others = (this.#byRequest.get(requestId) ?? []).filter((each) => each !== id);
    if (others.length === 0) this.#byRequest.delete(requestId);
    else this.#byRequest.set(requestId, others);
  }

  #head(): LedgerRecord {
    return {
      k: 'ledger',
      ledger_id: this.#ledgerId,
      prune_mark: this.#pruneMark,
      last_seq: this.#lastSeq,
      acked_seq: this.#ackedSeq,
    };
  }

  *#snapshot(): Iterable<string> {
    yield JSON.stringify([this.#head()]);
    yield JSON.stringify([{ k: 'identity', identity: this.#identity }]);
    for (const row of this.#rows.values()) yield JSON.stringify([{ k: 'row', row }]);
    for (const report of this.#reports.values()) yield JSON.stringify([{ k: 'report', report }]);
  }
}
