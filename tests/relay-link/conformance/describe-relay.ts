import { describe } from 'vitest';
import { describeHandOver } from './hand-over-rules.ts';
import { describeKillPoints } from './kill-points.ts';
import type { MakeRelay } from './relay-under-test.ts';
import { describeLedger } from './ledger-rules.ts';
import { describeOwnership } from './ownership-rules.ts';
import { describeSeqAndTime } from './seq-and-time-rules.ts';
import { describeSubmit } from './submit-rules.ts';
import { describeWire } from './wire-rules.ts';

/** Holds a relay to the ledger rules, from outside. Titles carry the number of the rule. */
export function describeRelay(name: string, makeRelay: MakeRelay): void {
  describe(name, { concurrent: false }, () => {
    describeHandOver(makeRelay);
    describeSubmit(makeRelay);
    describeKillPoints(makeRelay);
    describeSeqAndTime(makeRelay);
    describeLedger(makeRelay);
    describeOwnership(makeRelay);
    describeWire(makeRelay);
  });
}
