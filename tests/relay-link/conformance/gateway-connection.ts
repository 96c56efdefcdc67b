import type tls from 'node:tls';
import {
  type AnyGatewayFrame,
  type AnyPhoneFrame,
  encodeFrame,
  type GatewayFrames,
  type LedgerEntry,
  parsePhoneFrame,
  type PhoneFrames,
} from '../../../electron/gateway/relay/frames.ts';
import { waitFor } from '../../support/wait-for.ts';

type WithoutSession<F> = F extends { session: number } ? Omit<F, 'session'> : F;
/** A frame to the relay; the connection fills in its session. */
type Outgoing = WithoutSession<Exclude<AnyGatewayFrame, { t: 'welcome' }>>;

/** What a connection asks the false gateway. */
interface Answerer {
  readonly isAcking: boolean;
  readonly isAnswering: boolean;
  now(): number;
  answerPair(pair: PhoneFrames['pair']): GatewayFrames['paired'] | GatewayFrames['refused'];
  answerHello(hello: PhoneFrames['hello']): GatewayFrames['welcome'] | GatewayFrames['refused'] | null;
}

/** One connection of the relay to the false gateway: everything that came, in order. */
export class GatewayConnection {
  readonly frames: AnyPhoneFrame[] = [];
  /** Lines that the relay must never send. */
  readonly violations: string[] = [];
  session: number | null = null;
  isClosed = false;
  bytesRead = 0;
  readonly #socket: tls.TLSSocket;
  readonly #gateway: Answerer;
  #held = '';
  #queries = 0;

  constructor(socket: tls.TLSSocket, gateway: Answerer) {
    this.#socket = socket;
    this.#gateway = gateway;
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.on('data', (text: string) => this.#read(text));
    socket.on('close', () => {
      this.isClosed = true;
    });
    socket.on('error', () => {
      this.isClosed = true;
    });
  }

  get reports(): PhoneFrames['report'][] {
    return this.frames.filter((frame) => frame.t === 'report');
  }

  /** Sends a frame with this connection's session. */
  send(frame: Outgoing): void {
    this.writeLine(JSON.stringify({ session: this.session, ...frame }));
  }

  /** Sends several frames in one write. */
  sendTogether(frames: readonly Outgoing[]): void {
    this.writeLine(frames.map((frame) => JSON.stringify({ session: this.session, ...frame })).join('\n'));
  }

  /** Writes bytes in pieces, each handed over before the next. */
  async writeInPieces(text: string, size: number): Promise<void> {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += size) {
      await new Promise<void>((resolve) => {
        this.#socket.write(bytes.subarray(start, start + size), () => resolve());
      });
    }
  }

  writeLine(line: string): void {
    this.#socket.write(`${line}\n`);
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** Waits for the first frame of this type that fits, whether it came already or comes yet. */
  expectFrame<T extends AnyPhoneFrame['t']>(
    type: T,
    fits: (frame: Extract<AnyPhoneFrame, { t: T }>) => boolean = () => true,
    what = `a ${type} frame`,
  ): Promise<Extract<AnyPhoneFrame, { t: T }>> {
    return waitFor(what, () => this.frames.find((frame) => isOf(frame, type) && fits(frame)), {
      everyMs: 5,
    }).then((frame) => {
      if (!isOf(frame, type)) throw new Error(`not a ${type} frame`);
      return frame;
    });
  }

  /** Waits for a report about an attempt in a state. */
  report(attemptId: string, state: PhoneFrames['report']['state']): Promise<PhoneFrames['report']> {
    const fits = (report: PhoneFrames['report']): boolean =>
      report.attempt_id === attemptId && report.state === state;
    return this.expectFrame('report', fits, `a report that ${attemptId} is ${state}`);
  }

  /** Asks for attempts by id and waits for the answer. */
  async query(...attemptIds: string[]): Promise<LedgerEntry[]> {
    return (await this.queryPages(...attemptIds)).flatMap((page) => page.entries);
  }

  /** Asks for attempts by id; answers the pages as they came. */
  queryPages(...attemptIds: string[]): Promise<PhoneFrames['ledger'][]> {
    return this.#pages({ attempt_ids: attemptIds });
  }

  /** Asks for all entries since a time; answers the pages as they came. */
  listSince(since: number): Promise<PhoneFrames['ledger'][]> {
    return this.#pages({ since });
  }

  /** Asks for one page of the entries since a time, or from where the page before ended. */
  async listPage(place: { since: number; after?: string }, limit: number): Promise<PhoneFrames['ledger']> {
    const [page, ...others] = await this.#pages({ ...place, limit });
    if (page === undefined || others.length > 0) throw new Error('not one page');
    return page;
  }

  async #pages(
    what: { attempt_ids: string[] } | { since: number; limit?: number; after?: string },
  ): Promise<PhoneFrames['ledger'][]> {
    const query_id = this.#nextQueryId();
    this.send({ t: 'query', query_id, ...what });
    await this.expectFrame('ledger', (frame) => frame.query_id === query_id && !frame.more);
    return this.frames.filter((frame) => frame.t === 'ledger').filter((frame) => frame.query_id === query_id);
  }

  /** Cancels and waits for the ledger's answer. */
  async cancel(attemptId: string): Promise<LedgerEntry | undefined> {
    this.send({ t: 'cancel', attempt_id: attemptId });
    return (await this.expectFrame('ledger', (frame) => frame.query_id === attemptId)).entries[0];
  }

  /** Waits until the relay has handled everything sent so far (it answers in order). */
  async settled(): Promise<void> {
    await this.query(`att_${String(this.#queries).padStart(26, '0')}`);
  }

  waitClosed(): Promise<true> {
    return waitFor('the relay to close', () => this.isClosed, { everyMs: 5 });
  }

  #nextQueryId(): string {
    this.#queries += 1;
    return `query-${String(this.#queries)}`;
  }

  #read(text: string): void {
    this.bytesRead += text.length;
    const lines = `${this.#held}${text}`.split('\n');
    this.#held = lines.pop() ?? '';
    for (const line of lines) this.#readLine(line);
  }

  #readLine(line: string): void {
    const parsed = parsePhoneFrame(line);
    if (parsed.kind !== 'frame') {
      this.violations.push(line);
      return;
    }
    const { frame } = parsed;
    this.frames.push(frame);
    if (frame.t === 'pair') this.#write(this.#gateway.answerPair(frame));
    else if (frame.t === 'hello') this.#answerHello(frame);
    else this.#answer(frame);
  }

  #answerHello(hello: PhoneFrames['hello']): void {
    const answer = this.#gateway.answerHello(hello);
    if (answer === null) return;
    if (answer.t === 'welcome') this.session = answer.session;
    this.#write(answer);
  }

  #answer(frame: AnyPhoneFrame): void {
    if ('session' in frame && frame.session !== this.session) this.violations.push(JSON.stringify(frame));
    const session = this.session ?? 0;
    const isSequenced = frame.t === 'report' || frame.t === 'inbound';
    if (isSequenced && this.#gateway.isAcking) this.ack(frame.seq);
    if (frame.t === 'ping' && this.#gateway.isAnswering) {
      this.#write({ t: 'pong', session, time: this.#gateway.now() });
    }
  }

  /** Acks up to a seq, for the ledger of this connection's hello or another one. */
  ack(seq: number, ledgerId?: string): void {
    const hello = this.frames.find((frame) => frame.t === 'hello');
    if (hello === undefined) throw new Error('no hello yet');
    this.#write({ t: 'ack', session: this.session ?? 0, ledger_id: ledgerId ?? hello.ledger_id, seq });
  }

  #write(frame: AnyGatewayFrame): void {
    this.#socket.write(encodeFrame(frame));
  }
}

function isOf<T extends AnyPhoneFrame['t']>(
  frame: AnyPhoneFrame,
  type: T,
): frame is Extract<AnyPhoneFrame, { t: T }> {
  return frame.t === type;
}
