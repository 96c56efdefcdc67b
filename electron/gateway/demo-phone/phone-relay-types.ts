/** What the relay of a phone is made of and what it answers. */
import type { Duplex } from 'node:stream';
import type { BackoffRule } from '../foundation/backoff.ts';
import type { SimFact } from '../relay/frames.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import type { RelayRadio } from './radio.ts';
import type { PhoneClock } from './phone-clock.ts';

export interface GatewayAddress {
  readonly host: string;
  readonly port: number;
}

export interface PairRequest extends GatewayAddress {
  readonly code: string;
  /** Hex SHA-256 of the gateway's SPKI. */
  readonly pin: string;
  /** Leaves another gateway for this one. */
  readonly replace?: boolean;
}

/** What the guarded provider answers: whether the relay took the order, not whether the pairing worked out. */
export type ShellAnswer = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Where a crash may be placed: the name says what has just happened. */
export type RelayStep =
  | 'send_read'
  | 'accepted_committed'
  | 'submitting_committed'
  | 'radio_called'
  | 'result_read'
  | 'result_committed'
  | 'ack_read';

export interface PhoneRelayOptions {
  /**
   * Opens the ledger's file, which holds the pairing too; what is there is taken up again. A commit must be on the
   * disk (WAL with FULL) when it returns. Called at each start.
   */
  readonly openLedger: () => LedgerDatabase;
  readonly radio: RelayRadio;
  /** How the phone reaches the gateway; plain TCP when left out. Rejects when there is no way. */
  readonly dial?: (address: GatewayAddress) => Promise<Duplex>;
  readonly model: string;
  /** API level. */
  readonly android: number;
  readonly appVersion: string;
  readonly sims: readonly SimFact[];
  /** Time and boot id of the phone; a fresh boot on the machine's clock when left out. */
  readonly clock?: PhoneClock;
  /** Rows a ledger may hold before it answers `ledger_full`; 250,000 when left out. */
  readonly maxRows?: number;
  /** False erases every text as soon as no attempt can follow, not only sensitive ones. */
  readonly keepsTexts?: boolean;
  readonly redial?: BackoffRule;
  /** Between 0 and 1; spreads redials. */
  readonly random?: () => number;
  /** Called after each step; may call `kill()`: where tests place a crash. */
  readonly onStep?: (step: RelayStep, attemptId: string | null) => void;
  /** It stopped dialling, for it belongs to no gateway; `state.problem` says why. It may be paired at once. */
  readonly letGo?: () => void;
  /** The ledger could not be read or written: the relay has stopped as in a crash. Thrown when left out. */
  readonly failed?: (error: unknown) => void;
}

export interface PhoneRelayState {
  readonly isRunning: boolean;
  readonly isPaired: boolean;
  /** Welcomed, and the connection stands. */
  readonly isLinked: boolean;
  readonly session: number | null;
  readonly deviceId: string | null;
  readonly gatewayId: string | null;
  /** Pin of the gateway it is paired with. */
  readonly pin: string | null;
  readonly ledgerId: string;
  /** Why the last dial, pairing or hello did not work out. */
  readonly problem: string | null;
  /** Dials since start. */
  readonly dials: number;
}

/** Parts (1-based) of an attempt whose delivery report is still to come. */
export interface AwaitedDelivery {
  readonly attemptId: string;
  readonly parts: readonly number[];
}

export interface PhoneRelay {
  readonly state: PhoneRelayState;
  /** Attempts that the radio sent and whose delivery reports are still to come; none while it does not run. */
  awaitingDelivery(): readonly AwaitedDelivery[];
  /** Opens the ledger, settles what a crash left, and dials when paired. Also after `stop` or `kill`. Throws what `openLedger` throws, or that the file is damaged. */
  start(): void;
  /** The shell's `pair`: takes the order and dials at once; `state` tells how it went. */
  pair(request: PairRequest): ShellAnswer;
  /**
   * The shell's `poke`: dials at once when there is no link, else asks the gateway whether it is there. `port` is where the
   * cable leads to it now.
   */
  poke(port?: number): ShellAnswer;
  /** Commits, closes and leaves nothing running. Safe twice. */
  stop(): Promise<void>;
  /** kill -9: what was not committed is gone, nobody is told, nothing runs on. */
  kill(): void;
  /** Cable state and battery as the heartbeat tells them. */
  setPower(power: { readonly isCharging: boolean; readonly percent: number }): void;
  /** The phone's SIMs from now on; told in the next `hello`. */
  setSims(sims: readonly SimFact[]): void;
}
