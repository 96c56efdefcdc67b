import type { PhoneFrames } from '../relay/frames.ts';
import type { GroupTurn } from './group-turn.ts';
import type { LedgerStore, OutboxRow } from './ledger-store.ts';

type Unsent<F> = Omit<F, 't' | 'session' | 'seq'>;

/** Where the outbox writes: one welcomed connection. */
interface OutboxSink {
  readonly session: number;
  readonly gatewayId: string;
  write(text: string): void;
  /** Whether more may be written now; `Outbox.resume` is called when that changes. */
  isWritable(): boolean;
}

const RESEND_CHUNK = 200;

/**
 * What the gateway must be told: stored with its seq in the transaction of the change, written after the commit in
 * order of seq, and again from the first unacked one on each new connection.
 */
export class Outbox {
  readonly #store: LedgerStore;
  readonly #turn: GroupTurn;
  #sink: OutboxSink | null = null;
  /** Highest seq written to this sink. */
  #writtenSeq = 0;
  /** Committed, following right after `#writtenSeq`; empty while the database is being caught up with. */
  #fresh: OutboxRow[] = [];
  #isCatchingUp = false;
  #isFlushAsked = false;

  constructor(store: LedgerStore, turn: GroupTurn) {
    this.#store = store;
    this.#turn = turn;
  }

  report(gatewayId: string, at: number, report: Unsent<PhoneFrames['report']>): number {
    const seq = this.#store.takeSeq();
    return this.#add(gatewayId, at, { seq, body: JSON.stringify({ t: 'report', seq, ...report }) });
  }

  inbound(gatewayId: string, at: number, inbound: Unsent<PhoneFrames['inbound']>): number {
    const seq = this.#store.takeSeq();
    return this.#add(gatewayId, at, { seq, body: JSON.stringify({ t: 'inbound', seq, ...inbound }) });
  }

  /** Starts on a connection: everything of this gateway above `ackedSeq` is written again. */
  open(sink: OutboxSink, ackedSeq: number): void {
    this.#sink = sink;
    this.#writtenSeq = ackedSeq;
    this.#fresh = [];
    this.#isCatchingUp = true;
    this.resume();
  }

  closeSink(): void {
    this.#sink = null;
    this.#fresh = [];
  }

  /** Writes on, as far as the connection takes it. */
  resume(): void {
    if (this.#turn.isDead) return;
    while (this.#isCatchingUp && this.#sink?.isWritable() === true) {
      const rows = this.#store.outboxAfter(this.#sink.gatewayId, this.#writtenSeq, RESEND_CHUNK);
      if (rows.length < RESEND_CHUNK) this.#isCatchingUp = false;
      this.#write(rows);
    }
  }

  #add(gatewayId: string, at: number, row: OutboxRow): number {
    this.#store.addToOutbox({ ...row, gatewayId, at });
    this.#turn.afterCommit(() => {
      if (this.#sink?.gatewayId !== gatewayId || this.#isCatchingUp || row.seq <= this.#writtenSeq) return;
      this.#fresh.push(row);
      this.#askFlush();
    });
    return row.seq;
  }

  /** One write for all that one commit brought. */
  #askFlush(): void {
    if (this.#isFlushAsked) return;
    this.#isFlushAsked = true;
    queueMicrotask(() => {
      this.#turn.guard(() => {
        this.#flush();
      });
    });
  }

  #flush(): void {
    this.#isFlushAsked = false;
    if (this.#turn.isDead || this.#sink === null) return;
    const rows = this.#fresh;
    this.#fresh = [];
    if (this.#sink.isWritable()) this.#write(rows);
    else this.#isCatchingUp = true;
  }

  #write(rows: readonly OutboxRow[]): void {
    const sink = this.#sink;
    const last = rows.at(-1);
    if (sink === null || last === undefined) return;
    this.#writtenSeq = last.seq;
    const head = `{"session":${String(sink.session)},`;
    sink.write(rows.map((row) => `${head}${row.body.slice(1)}\n`).join(''));
  }
}
