import type { AnyPhoneFrame, SimFact } from '../relay/frames.ts';
import type { RelayRadio } from './radio.ts';
import type { RelayStep } from './phone-relay-types.ts';
import type { GatewayTime } from './gateway-time.ts';
import type { GroupTurn } from './group-turn.ts';
import type { LedgerStore } from './ledger-store.ts';
import type { Outbox } from './outbox.ts';
import type { Pacing } from './pacing.ts';
import type { PhoneClock } from './phone-clock.ts';

/** What the desks of one running relay share. */
export interface RelayContext {
  readonly store: LedgerStore;
  readonly turn: GroupTurn;
  readonly outbox: Outbox;
  readonly time: GatewayTime;
  readonly clock: PhoneClock;
  readonly pacing: Pacing;
  readonly radio: RelayRadio;
  readonly maxRows: number;
  readonly keepsTexts: boolean;
  sims(): readonly SimFact[];
  /** Tells the test where the relay is; false when it was killed there. */
  step(step: RelayStep, attemptId: string | null): boolean;
}

/** Writes to the connection that asked, if it still stands. */
export type Reply = (frame: AnyPhoneFrame) => void;
