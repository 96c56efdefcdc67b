/**
 * What is known of one attempt, and how a new fact joins it. Facts arrive in any order, twice or late; joining
 * them never lowers a rank, so the order does not matter. Pure: no clock, no database.
 */
import { ATTEMPT_RANK, type AttemptState } from '../../shared/states.ts';
import { RESULT_OK } from '../../shared/android-results.ts';

export interface PartFact {
  /** 1-based. */
  readonly n: number;
  readonly state: 'sent' | 'failed' | null;
  readonly delivery: 'delivered' | 'undelivered' | null;
  /** Android's result code of the radio, when it said one. */
  readonly result: number | null;
  readonly error: number | null;
}

/** Whether a value of a row or a test is one; the numbers may be any. */
export function isPartFact(value: unknown): value is PartFact {
  if (typeof value !== 'object' || value === null) return false;
  const read = (name: string): unknown => Reflect.get(value, name);
  const isNumberOrNull = (number: unknown): boolean => number === null || Number.isInteger(number);
  return (
    Number.isInteger(read('n')) &&
    [null, 'sent', 'failed'].some((state) => state === read('state')) &&
    [null, 'delivered', 'undelivered'].some((state) => state === read('delivery')) &&
    isNumberOrNull(read('result')) &&
    isNumberOrNull(read('error'))
  );
}

export interface AttemptFacts {
  readonly state: AttemptState;
  /** The phone's own count; null until it told. */
  readonly parts: number | null;
  readonly partFacts: readonly PartFact[];
  /** Why it was rejected or is unknown. */
  readonly reason: string | null;
}

/** One fact from a phone, whichever frame brought it. */
export type AttemptFact =
  | {
      readonly kind: 'accepted' | 'submitting' | 'unknown';
      readonly parts?: number;
      readonly reason?: string;
    }
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The radio's word on the whole attempt, without its parts. */
  | { readonly kind: 'over'; readonly state: 'sent' | 'failed' }
  | {
      readonly kind: 'sent' | 'failed' | 'delivered' | 'undelivered';
      readonly part?: number;
      readonly parts?: number;
      readonly result?: number | null;
      readonly error?: number | null;
    };

export const NOTHING_KNOWN: AttemptFacts = { state: 'offered', parts: null, partFacts: [], reason: null };

function raise(facts: AttemptFacts, state: AttemptState, reason: string | null): AttemptFacts {
  if (ATTEMPT_RANK[state] <= ATTEMPT_RANK[facts.state]) return facts;
  return { ...facts, state, reason };
}

/** Reasons after which no phone will ever know more. */
const LAST_WORDS: ReadonlySet<string> = new Set(['ledger_replaced', 'forgotten']);

/** An unknown that may still be settled gives way to one that cannot. */
function joinUnknown(facts: AttemptFacts, reason: string): AttemptFacts {
  const isLast = facts.state === 'unknown' && LAST_WORDS.has(reason) && !LAST_WORDS.has(facts.reason ?? '');
  return isLast ? { ...facts, reason } : raise(facts, 'unknown', reason);
}

function joinPart(facts: AttemptFacts, part: PartFact): AttemptFacts {
  const known = facts.partFacts.find((fact) => fact.n === part.n);
  const joined: PartFact =
    known === undefined
      ? part
      : {
          n: part.n,
          state: known.state ?? part.state,
          delivery: known.delivery ?? part.delivery,
          result: known.state === null ? part.result : known.result,
          error: known.state === null ? part.error : known.error,
        };
  const others = facts.partFacts.filter((fact) => fact.n !== part.n);
  return { ...facts, partFacts: [...others, joined].sort((a, b) => a.n - b.n) };
}

/** Sent or failed as soon as the radio's word on every part is known. */
function withRadioState(facts: AttemptFacts): AttemptFacts {
  if (facts.parts === null || facts.partFacts.length < facts.parts) return facts;
  if (facts.partFacts.some((part) => part.state === null && part.delivery === null)) return facts;
  const anyFailed = facts.partFacts.some((part) => part.state === 'failed');
  return raise(facts, anyFailed ? 'failed' : 'sent', null);
}

/** Joins one fact; the same fact twice changes nothing. */
function joinFact(facts: AttemptFacts, fact: AttemptFact): AttemptFacts {
  switch (fact.kind) {
    case 'accepted':
    case 'submitting':
      return raise({ ...facts, parts: facts.parts ?? fact.parts ?? null }, fact.kind, null);
    case 'unknown':
      return joinUnknown({ ...facts, parts: facts.parts ?? fact.parts ?? null }, fact.reason ?? 'no_answer');
    case 'over':
      return raise(facts, fact.state, null);
    case 'rejected':
      return raise(facts, 'rejected', fact.reason);
    case 'sent':
    case 'failed':
    case 'delivered':
    case 'undelivered': {
      const parts = facts.parts ?? fact.parts ?? fact.part ?? 1;
      // The count that was told first holds; a part beyond it is none of this attempt.
      if (fact.part !== undefined && fact.part > parts) return facts;
      const isRadio = fact.kind === 'sent' || fact.kind === 'failed';
      const numbers =
        fact.part === undefined ? Array.from({ length: parts }, (_, index) => index + 1) : [fact.part];
      let joined: AttemptFacts = raise({ ...facts, parts }, 'submitting', null);
      for (const n of numbers) {
        joined = joinPart(joined, {
          n,
          state: fact.kind === 'sent' || fact.kind === 'failed' ? fact.kind : null,
          delivery: fact.kind === 'delivered' || fact.kind === 'undelivered' ? fact.kind : null,
          result: isRadio ? (fact.result ?? (fact.kind === 'sent' ? RESULT_OK : null)) : null,
          error: isRadio ? (fact.error ?? null) : null,
        });
      }
      return withRadioState(joined);
    }
  }
}

/** Joins what a whole ledger entry tells. */
export function joinAll(facts: AttemptFacts, more: readonly AttemptFact[]): AttemptFacts {
  return more.reduce(joinFact, facts);
}

/** Whether every part is reported delivered, or any undelivered; null while neither holds. */
export function deliveryOf(facts: AttemptFacts): 'delivered' | 'undelivered' | null {
  if (facts.partFacts.some((part) => part.delivery === 'undelivered')) return 'undelivered';
  const all = facts.parts !== null && facts.partFacts.length >= facts.parts;
  return all && facts.partFacts.every((part) => part.delivery === 'delivered') ? 'delivered' : null;
}
