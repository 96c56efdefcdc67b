/** Reads what is kept of an attempt that was not known: rows are checked like anything that comes from outside. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readJson } from '../storage/read-json.ts';
import type { AttemptFact } from './attempt-facts.ts';
import { factOfReport, factsOfEntry } from './ledger-facts.ts';
import type { KeptOrphan } from './orphan-attempt-store.ts';

const orNull = Type.Union([Type.Integer(), Type.Null()]);
const maybe = Type.Optional(orNull);

const entryForm = Compile(
  Type.Object({
    attempt_id: Type.String(),
    request_id: Type.Union([Type.String(), Type.Null()]),
    state: Type.Enum(['accepted', 'submitting', 'sent', 'failed', 'rejected', 'unknown']),
    reason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    parts: maybe,
    sim_id: maybe,
    part_results: Type.Optional(
      Type.Array(
        Type.Object({
          n: Type.Integer(),
          state: Type.Union([Type.Enum(['sent', 'failed']), Type.Null()]),
          delivery: Type.Union([Type.Enum(['delivered', 'undelivered']), Type.Null()]),
          result: orNull,
          error: orNull,
        }),
      ),
    ),
  }),
);

const reportForm = Compile(
  Type.Object({
    seq: Type.Integer(),
    attempt_id: Type.String(),
    state: Type.Enum([
      'accepted',
      'rejected',
      'submitting',
      'sent',
      'failed',
      'delivered',
      'undelivered',
      'unknown',
    ]),
    part: Type.Optional(Type.Integer()),
    parts: Type.Optional(Type.Integer()),
    result: maybe,
    error: maybe,
    reason: Type.Optional(Type.String()),
    at: Type.Integer(),
  }),
);

export interface OrphanFacts {
  readonly facts: readonly AttemptFact[];
  /** Android's subscription id; null where the phone did not tell. */
  readonly subscriptionId: number | null;
}

/** Null where its entry can not be read. A report that can not be read is left out. */
export function factsOfOrphan({ entry, reports }: Pick<KeptOrphan, 'entry' | 'reports'>): OrphanFacts | null {
  const told = readJson(entry);
  if (!entryForm.Check(told)) return null;
  const later = reports.split('\n').flatMap((text) => {
    const report = text === '' ? undefined : readJson(text);
    return reportForm.Check(report) ? [factOfReport(report)] : [];
  });
  return { facts: [...factsOfEntry(told, true), ...later], subscriptionId: told.sim_id ?? null };
}
