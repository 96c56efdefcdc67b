import {
  encodeFrame,
  type AnyGatewayFrame,
  type LedgerEntry,
  type LinkConfig,
  type PhoneFrames,
} from './frames.ts';
import { LedgerQueries } from './ledger-queries.ts';
import type { HelloFacts, LedgerPage, LedgerPlace, RelaySession, SendOrder } from './relay-callbacks.ts';
import { SendWindow } from './send-window.ts';

/** The written side of a socket, as a session needs it. */
export interface LineWriter {
  readonly isOpen: boolean;
  /** The socket asks for no more until it has drained. */
  readonly isBackedUp: boolean;
  write(line: string): void;
  /** Flushes, then closes. */
  finish(why: string): void;
}

interface PhoneSessionFacts {
  readonly deviceId: string;
  readonly session: number;
  readonly hello: HelloFacts;
  readonly config: LinkConfig;
}

interface PhoneSessionOptions {
  readonly writer: LineWriter;
  /** How many `send`s may be unanswered. */
  readonly sendWindow: number;
  /** Gateway time. */
  now(): number;
}

/** What the gateway says to one linked phone. What the phone says comes through `frame-intake.ts`. */
export class PhoneSession implements RelaySession {
  readonly deviceId: string;
  readonly ledgerId: string;
  readonly session: number;
  readonly hello: HelloFacts;
  readonly queries: LedgerQueries;
  readonly window: SendWindow;
  readonly #writer: LineWriter;
  readonly #now: () => number;
  #config: LinkConfig;
  #isCharging: boolean | null = true;

  constructor(facts: PhoneSessionFacts, options: PhoneSessionOptions) {
    this.deviceId = facts.deviceId;
    this.ledgerId = facts.hello.ledger_id;
    this.session = facts.session;
    this.hello = facts.hello;
    this.#config = facts.config;
    this.#writer = options.writer;
    this.#now = () => options.now();
    this.window = new SendWindow(options.sendWindow);
    this.queries = new LedgerQueries((frame) => this.write({ t: 'query', session: this.session, ...frame }));
  }

  /** How long the phone may take between two heartbeats; until the first one it counts as charging. */
  get heartbeatMs(): number {
    const seconds =
      this.#isCharging === true
        ? this.#config.heartbeat_charging_seconds
        : this.#config.heartbeat_battery_seconds;
    return seconds * 1000;
  }

  get freeSlots(): number {
    return this.#writer.isOpen && !this.#writer.isBackedUp ? this.window.room : 0;
  }

  noteHeartbeat(frame: PhoneFrames['heartbeat']): void {
    this.#isCharging = frame.charging;
  }

  write(frame: AnyGatewayFrame): boolean {
    if (!this.#writer.isOpen) return false;
    this.#writer.write(encodeFrame(frame));
    if (this.#writer.isBackedUp) this.window.expectRoom();
    return true;
  }

  send(order: SendOrder): 'written' | 'busy' | 'closed' {
    if (!this.#writer.isOpen) return 'closed';
    if (this.window.isFull() || this.#writer.isBackedUp) {
      this.window.expectRoom();
      return 'busy';
    }
    this.window.open(order.attempt_id);
    this.write({ t: 'send', session: this.session, ...order });
    return 'written';
  }

  onDrain(listener: () => void): void {
    this.window.onDrain(listener);
  }

  query(attemptIds: readonly string[], deadlineMs: number): Promise<LedgerEntry[]> {
    return this.queries.query(attemptIds, deadlineMs);
  }

  listSince(place: LedgerPlace, deadlineMs: number): Promise<LedgerPage> {
    return this.queries.listSince(place, deadlineMs);
  }

  cancel(attemptId: string): boolean {
    return this.write({ t: 'cancel', session: this.session, attempt_id: attemptId });
  }

  unpair(wipe: boolean): boolean {
    return this.write({ t: 'unpair', session: this.session, wipe_ledger: wipe });
  }

  sendConfig(config: LinkConfig): boolean {
    this.#config = config;
    return this.write({ t: 'config', session: this.session, config });
  }

  sendTime(): boolean {
    return this.write({ t: 'pong', session: this.session, time: this.#now() });
  }

  close(why: string): void {
    this.#writer.finish(why);
  }
}
