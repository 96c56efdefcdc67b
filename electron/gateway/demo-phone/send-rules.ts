/** What the relay answers to a `send` of an id it does not hold: pure, the facts are gathered before. */
import type { GatewayFrames, RejectReason, SimFact } from '../relay/frames.ts';
import { type AttemptRow, isProvenUnsent } from './ledger-rows.ts';
import type { PacingAnswer } from './pacing.ts';

export interface SendFacts {
  readonly send: GatewayFrames['send'];
  /** Gateway time. */
  readonly now: number;
  readonly parts: number;
  readonly sims: readonly SimFact[];
  readonly pacing: PacingAnswer;
  /** Other attempts of the same request. */
  readonly siblings: readonly AttemptRow[];
  readonly pruneMark: string | null;
  readonly isFull: boolean;
}

export type SendVerdict =
  | { readonly verdict: 'accept' }
  | {
      readonly verdict: 'reject';
      readonly reason: RejectReason;
      readonly retryAfterMs?: number;
      readonly earlier?: { readonly attempt_id: string; readonly state: string };
      /** Not even the refusal is kept: the id is older than what the ledger still knows. */
      readonly isForgotten?: boolean;
    };

const reject = (reason: RejectReason): SendVerdict => ({ verdict: 'reject', reason });

/** Refusals in the order in which they are told when several hold; a doubled message comes before all but age. */
export function judgeSend(facts: SendFacts): SendVerdict {
  const { send, pruneMark } = facts;
  if (pruneMark !== null && send.attempt_id <= pruneMark) {
    return { verdict: 'reject', reason: 'too_old', isForgotten: true };
  }
  const held = facts.siblings.filter((row) => row.attemptId !== send.attempt_id && !isProvenUnsent(row));
  const earlier = held.sort((a, b) => (a.attemptId < b.attemptId ? -1 : 1)).at(-1);
  if (earlier !== undefined) {
    return {
      verdict: 'reject',
      reason: 'duplicate_message',
      earlier: { attempt_id: earlier.attemptId, state: earlier.state },
    };
  }
  if (facts.now > send.not_after) return reject('expired');
  if (!isSimThere(send.sim, facts.sims)) return reject('sim_changed');
  if (facts.parts > send.max_parts || facts.pacing.verdict === 'never') return reject('too_many_parts');
  if (facts.isFull) return reject('ledger_full');
  if (facts.pacing.verdict === 'wait') {
    return { verdict: 'reject', reason: 'paced', retryAfterMs: facts.pacing.retryAfterMs };
  }
  return { verdict: 'accept' };
}

/** The SIM named, with the network named where both are known. */
export function isSimThere(
  wanted: { readonly id: number; readonly mcc_mnc: string | null },
  sims: readonly SimFact[],
): boolean {
  const sim = sims.find((each) => each.id === wanted.id);
  if (sim === undefined) return false;
  return wanted.mcc_mnc === null || sim.mcc_mnc === null || wanted.mcc_mnc === sim.mcc_mnc;
}
