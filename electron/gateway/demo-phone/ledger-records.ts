/** Between the rows of the table and the rows of the code. */
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { LedgerEntry } from '../relay/frames.ts';
import type { AttemptRow } from './ledger-rows.ts';

const parts = Compile(LedgerEntry.properties.part_results);
const earlierAttempt = Compile(Type.Object({ attempt_id: Type.String(), state: Type.String() }));

/** Reads a record of `attempts`; throws when the file holds something else. */
export function rowOfRecord(record: Record<string, unknown>): AttemptRow {
  const partResults = String(record['part_results']);
  const earlier = textOrNull(record['earlier']);
  return {
    gatewayId: String(record['gateway_id']),
    attemptId: String(record['attempt_id']),
    requestId: textOrNull(record['request_id']),
    hash: textOrNull(record['hash']),
    to: String(record['recipient']),
    text: String(record['text']),
    simId: Number(record['sim_id']),
    simMccMnc: textOrNull(record['sim_mcc_mnc']),
    parts: Number(record['parts']),
    deliveryReport: record['delivery_report'] === 1,
    sensitive: record['sensitive'] === 1,
    notAfter: Number(record['not_after']),
    state: stateOf(record['state']),
    reason: textOrNull(record['reason']),
    earlier: earlier === null ? null : earlierOf(earlier),
    bootId: textOrNull(record['boot_id']),
    submittedElapsed: numberOrNull(record['submitted_elapsed']),
    mark: numberOrNull(record['mark']),
    sentRow: numberOrNull(record['sent_row']),
    partResults: partResults === '[]' ? [] : partsOf(partResults),
    changedAt: Number(record['changed_at']),
    lastSeq: Number(record['last_seq']),
  };
}

/** The values of a row by column name. */
export function recordOfRow(row: AttemptRow): Record<string, string | number | null> {
  return {
    gateway_id: row.gatewayId,
    attempt_id: row.attemptId,
    request_id: row.requestId,
    hash: row.hash,
    recipient: row.to,
    text: row.text,
    sim_id: row.simId,
    sim_mcc_mnc: row.simMccMnc,
    parts: row.parts,
    delivery_report: row.deliveryReport ? 1 : 0,
    sensitive: row.sensitive ? 1 : 0,
    not_after: row.notAfter,
    state: row.state,
    reason: row.reason,
    earlier: row.earlier === null ? null : JSON.stringify(row.earlier),
    boot_id: row.bootId,
    submitted_elapsed: row.submittedElapsed,
    mark: row.mark,
    sent_row: row.sentRow,
    part_results: row.partResults.length === 0 ? '[]' : JSON.stringify(row.partResults),
    changed_at: row.changedAt,
    last_seq: row.lastSeq,
  };
}

function partsOf(json: string): AttemptRow['partResults'] {
  const value: unknown = JSON.parse(json);
  if (!parts.Check(value)) throw new Error('the ledger holds part results that it cannot read');
  return value;
}

function earlierOf(json: string): AttemptRow['earlier'] {
  const value: unknown = JSON.parse(json);
  if (!earlierAttempt.Check(value))
    throw new Error('the ledger holds an earlier attempt that it cannot read');
  return value;
}

function stateOf(value: unknown): AttemptRow['state'] {
  switch (value) {
    case 'never_seen':
    case 'accepted':
    case 'submitting':
    case 'sent':
    case 'failed':
    case 'rejected':
    case 'unknown':
      return value;
    default:
      throw new Error(`the ledger holds an unknown state: ${String(value)}`);
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
