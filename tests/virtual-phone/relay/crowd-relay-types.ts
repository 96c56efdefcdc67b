/** What a crowd-mode relay is made of and what it answers. */
import type { Duplex } from 'node:stream';
import type { SimFact } from '../../../electron/gateway/relay/frames.ts';
import type { Radio } from '../radio/radio-types.ts';
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

/**
 * What a commit survives. `power_loss` flushes each one (FULL), as the app does. `process_kill` leaves the flush to
 * the system (NORMAL): enough for kill -9, and for a crowd that shares one disk, which twenty phones never do.
 */
export type LedgerDurability = 'power_loss' | 'process_kill';

export interface CrowdRelayOptions {
  /** Holds the ledger and the pairing; what is there is taken up again. */
  readonly directory: string;
  readonly radio: Radio;
  /** How the phone reaches the gateway; plain TCP when left out. Rejects when there is no road. */
  readonly dial?: (address: GatewayAddress) => Promise<Duplex>;
  readonly model: string;
  /** API level. */
  readonly android: number;
  readonly sims: readonly SimFact[];
  /** Time and boot id of the phone; a fresh boot on the machine's clock when left out. */
  readonly clock?: PhoneClock;
  readonly appVersion?: string;
  /** `power_loss` when left out. */
  readonly durability?: LedgerDurability;
  /** Rows a ledger may hold before it answers `ledger_full`. */
  readonly maxRows?: number;
  /** Called after each step; may call `kill()`. */
  readonly onStep?: (step: RelayStep, attemptId: string | null) => void;
  /** Between 0 and 1; spreads redials. */
  readonly random?: () => number;
}

export interface CrowdRelayState {
  readonly isRunning: boolean;
  readonly isPaired: boolean;
  /** Welcomed, and the connection stands. */
  readonly isLinked: boolean;
  readonly session: number | null;
  readonly deviceId: string | null;
  readonly gatewayId: string | null;
  readonly ledgerId: string;
  /** Why the last dial, pairing or hello did not work out. */
  readonly problem: string | null;
  /** Dials since start. */
  readonly dials: number;
}

export interface CrowdRelay {
  readonly state: CrowdRelayState;
  /** Opens the ledger, settles what a crash left, and dials when paired. Also after `stop` or `kill`. */
  start(): void;
  /** The shell's `pair`: takes the order and dials at once; `state` tells how it went. */
  pair(request: PairRequest): ShellAnswer;
  /** The shell's `poke`: dials at once when there is no link, else asks the gateway whether it is there. */
  poke(): ShellAnswer;
  /** Commits, closes and leaves nothing running. Safe twice. */
  stop(): Promise<void>;
  /** kill -9: what was not committed is gone, nobody is told, nothing runs on. */
  kill(): void;
  /** Cable state and battery as the heartbeat tells them. */
  setPower(power: { readonly isCharging: boolean; readonly percent: number }): void;
  /** The phone's SIMs from now on; told in the next `hello`. */
  setSims(sims: readonly SimFact[]): void;
}
