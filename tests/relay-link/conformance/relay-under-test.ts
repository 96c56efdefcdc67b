/**
 * What the suite needs of a relay. It knows nothing else of it: the same suite drives the load relay in this
 * process and the Java relay in its own.
 */
import type { SimFact } from '../../../electron/gateway/relay/frames.ts';
import type { RadioLogLine, RadioRule } from '../../virtual-phone/radio/radio-types.ts';
import type {
  PairRequest,
  RelayStep,
  ShellAnswer,
} from '../../../electron/gateway/demo-phone/phone-relay-types.ts';

export type { PairRequest, RadioLogLine, RadioRule, RelayStep, ShellAnswer };

export interface RelayUnderTest {
  /** The guarded provider's `pair`. */
  pair(request: PairRequest): Promise<ShellAnswer>;
  /** The guarded provider's `poke`, with the port of the cable where that is another. */
  poke(port?: number): Promise<ShellAnswer>;
  /** kill -9 of the relay's process; phone and radio go on. */
  kill(): Promise<void>;
  /** kill -9 right after this step is reached next. */
  killAt(step: RelayStep): void;
  /** Whether the process runs. */
  isRunning(): boolean;
  /** Starts the process again from what it left, in the same boot. */
  restart(): Promise<void>;
  /** The phone restarts: new boot id, elapsedRealtime from 0; the relay starts with it. */
  reboot(): Promise<void>;
  /** Lets time pass on all clocks of the phone. */
  advance(byMs: number): Promise<void>;
  /** Sets the phone's wall clock forward or back. */
  skewWallClock(byMs: number): void;
  /** Every part that the radio was handed, oldest first. */
  radioLog(): Promise<readonly RadioLogLine[]>;
  /** What the radio does from now on; the first rule that fits decides. */
  scriptRadio(rules: readonly RadioRule[]): void;
  /** A text arrives at the phone. Without broadcast only the provider's inbox has it. */
  receive(text: { from: string; body: string; sim?: number; isSilent?: boolean }): void;
  setSims(sims: readonly SimFact[]): void;
  /** Ends everything and removes what it left on the disk. */
  stop(): Promise<void>;
}

export interface RelayRequest {
  readonly sims: readonly SimFact[];
  /** Rows a ledger may hold; the default of the relay when left out. */
  readonly maxRows?: number;
}

/** Makes a relay that runs, on a fresh phone, unpaired. */
export type MakeRelay = (request: RelayRequest) => Promise<RelayUnderTest>;
