/**
 * Gives attempts that only phones knew back to the messages of a restored database, so that what already left is never
 * sent again. To be done once all phones have told: then what one of them holds can not be taken for unsent by another.
 */
import type { Mode } from '../../shared/states.ts';
import { timeOfId } from '../../shared/ids.ts';
import { outcomeOfAll } from './adoption-rules.ts';
import { failureCodeOf, isOver, situationOf, type ApplyOutcome } from './apply-outcome.ts';
import { joinAll, NOTHING_KNOWN } from './attempt-facts.ts';
import { factsOfRow, type AttemptStore } from './attempt-store.ts';
import type { MessageRow } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import type { MessageTransitions } from './message-transitions.ts';
import type { KeptOrphan, OrphanAttemptStore } from './orphan-attempt-store.ts';
import { factsOfOrphan } from './orphan-facts.ts';
import { isProvedUnsent, lateOutcome } from './outcome-rules.ts';

/** The phone and SIM of an attempt, as far as they are known here. */
export interface AttemptOrigin {
  readonly mode: Mode;
  readonly deviceName: string;
  /** Empty and 0 where the phone did not tell of the SIM. */
  readonly simId: string;
  readonly simSlot: number;
}

export interface AttemptAdoptionDeps {
  readonly orphans: Pick<OrphanAttemptStore, 'requestsAfter' | 'ofRequest' | 'forget'>;
  readonly attempts: Pick<AttemptStore, 'insertAdopted' | 'byId' | 'storeFacts' | 'ofMessage'>;
  readonly messages: Pick<MessageStore, 'byRequestId' | 'bySeq'>;
  readonly transitions: Pick<MessageTransitions, 'adopt'>;
  readonly apply: ApplyOutcome;
  /** Parts that a SIM used before this database knew: its caps count them. */
  readonly used: (simId: string, at: number, parts: number) => void;
  readonly originOf: (
    phone: Pick<KeptOrphan, 'deviceId' | 'ledgerId'>,
    subscriptionId: number | null,
  ) => AttemptOrigin | undefined;
}

export interface AttemptAdoption {
  /**
   * Adopts the attempts of the next messages after a request id, '' at first; inside a transaction. Returns the last of
   * these request ids, or null where there was none.
   */
  readonly adoptAfter: (requestId: string, now: number) => string | null;
}

/** Messages in one transaction: a turn of the loop stays short. */
const BATCH = 100;

/** States that what phones tell now may still change. */
const OPEN: ReadonlySet<string> = new Set(['scheduled', 'queued', 'sending', 'unknown', 'sent']);

export function createAttemptAdoption(deps: AttemptAdoptionDeps): AttemptAdoption {
  const { orphans, attempts, messages, transitions } = deps;

  /** Adds the attempt to its message; false where it can not be this message's. */
  function add(row: MessageRow, orphan: KeptOrphan, now: number): boolean {
    if (attempts.byId(orphan.attemptId) !== undefined) return false;
    const told = factsOfOrphan(orphan);
    const origin = told === null ? undefined : deps.originOf(orphan, told.subscriptionId);
    if (told === null || origin?.mode !== row.mode) return false;
    if (!transitions.adopt(row, origin.deviceName, now)) return false;
    const { attemptId, deviceId, ledgerId } = orphan;
    const { deviceName, simId, simSlot } = origin;
    attempts.insertAdopted({
      ...{ attemptId, deviceId, ledgerId, deviceName, simId, simSlot },
      messageSeq: row.seq,
      notAfter: row.expires_at,
      offeredAt: timeOfId(attemptId) ?? now,
    });
    const inserted = attempts.byId(attemptId);
    if (inserted === undefined) return false;
    const facts = joinAll(NOTHING_KNOWN, told.facts);
    attempts.storeFacts(inserted.seq, facts, failureCodeOf(facts), isOver(facts) ? now : null);
    if (simId !== '' && !isProvedUnsent(facts))
      deps.used(simId, inserted.offered_at, facts.parts ?? row.parts);
    return true;
  }

  function adoptRequest(requestId: string, now: number): void {
    let isChanged = false;
    for (const orphan of orphans.ofRequest(requestId)) {
      const row = messages.byRequestId(requestId);
      if (row === undefined) return;
      isChanged = add(row, orphan, now) || isChanged;
      orphans.forget(orphan.attemptId);
    }
    const row = messages.byRequestId(requestId);
    if (!isChanged || row === undefined || !OPEN.has(row.state)) return;
    const all = attempts.ofMessage(row.seq);
    const [newest, [first, ...others]] = [all.at(-1), all.map(factsOfRow)];
    if (newest === undefined || first === undefined) return;
    const situation = situationOf(row, now);
    const outcome = outcomeOfAll([first, ...others], situation);
    if (outcome.to === row.state) return;
    const late = row.state === 'unknown' ? lateOutcome(outcome, situation) : outcome;
    const decisive = all.findLast((attempt) => !isProvedUnsent(factsOfRow(attempt))) ?? newest;
    deps.apply(row, late, { attempt: decisive, facts: factsOfRow(decisive) }, now);
  }

  return {
    adoptAfter: (requestId, now) => {
      const requests = orphans.requestsAfter(requestId, BATCH);
      for (const each of requests) adoptRequest(each, now);
      return requests.at(-1) ?? null;
    },
  };
}
