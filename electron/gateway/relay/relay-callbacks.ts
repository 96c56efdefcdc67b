import type { GatewayFrames, LedgerEntry, LinkConfig, PhoneFrames } from './frames.ts';

/** What a phone said of itself in `hello`; its token stays inside the link. */
export type HelloFacts = Omit<PhoneFrames['hello'], 'token'>;

/** A `send` as the dispatcher gives it; the link adds type and session. */
export type SendOrder = Omit<GatewayFrames['send'], 't' | 'session'>;

export type PairingAnswer =
  | { readonly ok: true; readonly deviceId: string; readonly token: string; readonly gatewayId: string }
  | Refusal;

export type HelloAnswer =
  | {
      readonly ok: true;
      readonly deviceId: string;
      /** Rises with every accepted `hello` of the device. */
      readonly session: number;
      /** Highest seq of this ledger that is stored here. */
      readonly lastSeq: number;
      readonly config: LinkConfig;
    }
  | Refusal;

/** Reasons: `bad_code`, `bad_token`, `removed`, `version`, `already_paired`. */
export interface Refusal {
  readonly ok: false;
  readonly reason: string;
  readonly message: string;
}

/** A sequenced frame whose fields are wrong, as it came. */
export interface BadFrame {
  readonly seq: number;
  readonly raw: string;
  readonly detail: string;
}

/**
 * What the rest of the gateway does with what phones say. Calls for one session come strictly in the order
 * of its frames, the next only after the promise of the last; so a callback must not wait for an answer of
 * the same session (`query`, `listSince`). A promise that rejects cuts the connection without an ack: the
 * phone dials again and resends.
 */
export interface RelayCallbacks {
  redeemPairing(frame: PhoneFrames['pair']): Promise<PairingAnswer>;
  authenticate(hello: PhoneFrames['hello']): Promise<HelloAnswer>;
  /** `welcome` is written, and the device's older socket is closed and reported by `closed`. */
  linked(session: RelaySession, hello: HelloFacts): void;
  /** All reports of one read; resolves once they are committed, then they are acked. */
  reports(session: RelaySession, frames: readonly PhoneFrames['report'][]): Promise<void>;
  inbound(session: RelaySession, frames: readonly PhoneFrames['inbound'][]): Promise<void>;
  /** Stored as it came, then acked. */
  badFrame(session: RelaySession, frame: BadFrame): Promise<void>;
  /** Entries nobody waits for in a query: answers to `cancel` and to a `send` the phone knows already. */
  ledger(session: RelaySession, entries: readonly LedgerEntry[]): Promise<void>;
  heartbeat(session: RelaySession, frame: PhoneFrames['heartbeat']): void;
  phoneError(session: RelaySession, frame: PhoneFrames['error']): void;
  /** Once for each `linked`, when nothing of this session is being processed any more. */
  closed(session: RelaySession, why: string): void;
}

/** A place in the list of what a ledger changed, in the order of the changes. */
export interface LedgerPlace {
  /** Gateway time. */
  readonly since: number;
  /** Of what changed at that time, ids up to this one were told; null: none. */
  readonly after: string | null;
}

export interface LedgerPage {
  readonly entries: readonly LedgerEntry[];
  /** Where the following page begins, or null: this was the last. */
  readonly next: LedgerPlace | null;
}

/** A linked phone, from `linked` until `closed`. */
export interface RelaySession {
  readonly deviceId: string;
  readonly ledgerId: string;
  readonly session: number;
  readonly hello: HelloFacts;
  /** How many `send`s would be written now. */
  readonly freeSlots: number;
  /**
   * Writes a `send`. `busy` (8 are unanswered, or the socket takes no more) and `closed` mean that no byte
   * was passed to the socket.
   */
  send(order: SendOrder): 'written' | 'busy' | 'closed';
  /** Calls the listener each time there is room again where there was none (`freeSlots` 0, or a `busy`). */
  onDrain(listener: () => void): void;
  /** Asks what the ledger says of these attempts, 50 at a time. Rejects with `RelayQueryError`. */
  query(attemptIds: readonly string[], deadlineMs: number): Promise<LedgerEntry[]>;
  /** A page of everything that the ledger changed at or after a time. Rejects with `RelayQueryError`. */
  listSince(place: LedgerPlace, deadlineMs: number): Promise<LedgerPage>;
  /** False when the session is closed. */
  cancel(attemptId: string): boolean;
  unpair(wipe: boolean): boolean;
  sendConfig(config: LinkConfig): boolean;
  /** Tells the phone the gateway's time now (`pong`). */
  sendTime(): boolean;
  /** Flushes what was written, then closes; frames not yet read are dropped. */
  close(why: string): void;
}

/** Why a question to a phone has no answer: its session closed, the time was over, or the answer had no end. */
export class RelayQueryError extends Error {
  readonly code: 'closed' | 'deadline' | 'endless';

  constructor(code: 'closed' | 'deadline' | 'endless', message: string) {
    super(message);
    this.name = 'RelayQueryError';
    this.code = code;
  }
}
