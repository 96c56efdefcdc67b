import type { AttemptFact } from './attempt-facts.ts';

/** A `report` as this folder needs it (the relay link's frame has exactly these fields). */
export interface PhoneReport {
  readonly seq: number;
  readonly attempt_id: string;
  readonly state:
    'accepted' | 'rejected' | 'submitting' | 'sent' | 'failed' | 'delivered' | 'undelivered' | 'unknown';
  readonly part?: number;
  readonly parts?: number;
  readonly result?: number | null;
  readonly error?: number | null;
  readonly reason?: string;
  readonly retry_after_ms?: number;
  readonly earlier?: { readonly attempt_id: string; readonly state: string };
  readonly at: number;
}

/** A `ledger` entry as this folder needs it. */
export interface PhoneLedgerEntry {
  readonly attempt_id: string;
  readonly request_id: string | null;
  readonly state:
    'never_seen' | 'forgotten' | 'accepted' | 'submitting' | 'sent' | 'failed' | 'rejected' | 'unknown';
  readonly reason?: string | null;
  readonly earlier?: { readonly attempt_id: string; readonly state: string } | null;
  readonly parts?: number | null;
  /** Android's subscription id. */
  readonly sim_id?: number | null;
  readonly part_results?: readonly {
    readonly n: number;
    readonly state: 'sent' | 'failed' | null;
    readonly delivery: 'delivered' | 'undelivered' | null;
    readonly result: number | null;
    readonly error: number | null;
  }[];
}

/** The known fields of a report as JSON; whatever else the phone put into it is dropped. */
export function textOfReport(report: PhoneReport): string {
  const { seq, attempt_id, state, part, parts, result, error, reason, retry_after_ms, at } = report;
  const earlier = report.earlier === undefined ? undefined : knownOf(report.earlier);
  return JSON.stringify({
    seq,
    attempt_id,
    state,
    part,
    parts,
    result,
    error,
    reason,
    retry_after_ms,
    earlier,
    at,
  });
}

/** The same of an entry of a ledger. */
export function textOfEntry(entry: PhoneLedgerEntry): string {
  const { attempt_id, request_id, state, reason, parts, sim_id } = entry;
  const earlier =
    entry.earlier === undefined || entry.earlier === null ? entry.earlier : knownOf(entry.earlier);
  const part_results = entry.part_results?.map(({ n, state: told, delivery, result, error }) => ({
    n,
    state: told,
    delivery,
    result,
    error,
  }));
  return JSON.stringify({ attempt_id, request_id, state, reason, earlier, parts, part_results, sim_id });
}

function knownOf({ attempt_id, state }: { readonly attempt_id: string; readonly state: string }) {
  return { attempt_id, state };
}

export function factOfReport(report: PhoneReport): AttemptFact {
  const parts = report.parts === undefined ? {} : { parts: report.parts };
  switch (report.state) {
    case 'accepted':
    case 'submitting':
      return { kind: report.state, ...parts };
    case 'unknown':
      return { kind: 'unknown', ...parts, ...(report.reason === undefined ? {} : { reason: report.reason }) };
    case 'rejected':
      return { kind: 'rejected', reason: report.reason ?? 'unspecified' };
    default:
      return {
        kind: report.state,
        ...parts,
        ...(report.part === undefined ? {} : { part: report.part }),
        result: report.result ?? null,
        error: report.error ?? null,
      };
  }
}

/**
 * The facts of a ledger entry. `never_seen` is a proof only from the ledger that the attempt was offered to;
 * the caller says whether it is.
 */
export function factsOfEntry(entry: PhoneLedgerEntry, isSameLedger: boolean): readonly AttemptFact[] {
  const parts = typeof entry.parts === 'number' ? { parts: entry.parts } : {};
  switch (entry.state) {
    case 'never_seen':
      return isSameLedger
        ? [{ kind: 'rejected', reason: 'never_seen' }]
        : [{ kind: 'unknown', reason: 'ledger_replaced' }];
    case 'forgotten':
      return [{ kind: 'unknown', reason: 'forgotten' }];
    case 'accepted':
    case 'submitting':
      return [{ kind: entry.state, ...parts }, ...partFactsOf(entry)];
    case 'rejected':
      return [{ kind: 'rejected', reason: entry.reason ?? 'unspecified' }];
    case 'unknown':
      return [
        ...partFactsOf(entry),
        { kind: 'unknown', ...parts, ...(typeof entry.reason !== 'string' ? {} : { reason: entry.reason }) },
      ];
    case 'sent':
    case 'failed': {
      const known = partFactsOf(entry);
      return known.length > 0
        ? [{ kind: 'submitting', ...parts }, ...known]
        : [{ kind: entry.state, ...parts }];
    }
  }
}

/** What the state says that `duplicate_message` tells of an earlier attempt; nothing where the word is no such state. */
export function factsOfEarlier(state: string): readonly AttemptFact[] {
  switch (state) {
    case 'accepted':
    case 'submitting':
    case 'unknown':
      return [{ kind: state }];
    case 'sent':
    case 'failed':
      return [{ kind: 'over', state }];
    default:
      return [];
  }
}

function partFactsOf(entry: PhoneLedgerEntry): readonly AttemptFact[] {
  const facts: AttemptFact[] = [];
  const parts = typeof entry.parts === 'number' ? { parts: entry.parts } : {};
  for (const part of entry.part_results ?? []) {
    if (part.state !== null) {
      facts.push({ kind: part.state, part: part.n, ...parts, result: part.result, error: part.error });
    }
    if (part.delivery !== null) facts.push({ kind: part.delivery, part: part.n, ...parts });
  }
  return facts;
}
