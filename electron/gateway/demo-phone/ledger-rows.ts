/** Rows of the ledger as the code sees them, and the pure readings of them. */
import { createHash } from 'node:crypto';
import { readAndroidResult } from '../../shared/android-results.ts';
import type { GatewayFrames, LedgerEntry } from '../relay/frames.ts';

export type PartResult = NonNullable<LedgerEntry['part_results']>[number];
type RowState = Exclude<LedgerEntry['state'], 'forgotten'>;

export interface AttemptRow {
  readonly gatewayId: string;
  readonly attemptId: string;
  /** Null in a tombstone. */
  readonly requestId: string | null;
  /** Null in a tombstone. */
  readonly hash: string | null;
  readonly to: string;
  /** Empty once erased. */
  readonly text: string;
  readonly simId: number;
  readonly simMccMnc: string | null;
  readonly parts: number;
  readonly deliveryReport: boolean;
  readonly sensitive: boolean;
  readonly notAfter: number;
  readonly state: RowState;
  readonly reason: string | null;
  readonly earlier: { readonly attempt_id: string; readonly state: string } | null;
  /** Boot and elapsedRealtime of the submit, and the highest `_id` of content://sms just before it. */
  readonly bootId: string | null;
  readonly submittedElapsed: number | null;
  readonly mark: number | null;
  /** The row of the sent folder that is this attempt's. */
  readonly sentRow: number | null;
  readonly partResults: readonly PartResult[];
  /** Gateway time. */
  readonly changedAt: number;
  /** Highest seq of a report about it. */
  readonly lastSeq: number;
}

export interface Pairing {
  readonly gatewayId: string;
  readonly deviceId: string;
  readonly token: string;
  readonly pin: string;
  readonly host: string;
  readonly port: number;
  readonly ackedSeq: number;
}

/** What makes two sends of one attempt id the same. */
export function hashOfSend(send: GatewayFrames['send']): string {
  const bound = JSON.stringify([send.request_id, send.to, send.text, send.sim.id]);
  return createHash('sha256').update(bound).digest('base64');
}

export function isTombstone(row: AttemptRow): boolean {
  return row.hash === null;
}

/** Proven unsent: rejected, a tombstone, or failed with every part in the closed retry list. */
export function isProvenUnsent(row: AttemptRow): boolean {
  if (row.state === 'rejected' || row.state === 'never_seen') return true;
  if (row.state !== 'failed' || row.partResults.length < row.parts) return false;
  return row.partResults.every(
    (part) => part.state === 'failed' && readAndroidResult(part.result).outcome === 'retry',
  );
}

/** A sensitive text is kept only while an attempt can follow or the sent folder may have to be searched for it. */
export function mustErase(row: Pick<AttemptRow, 'sensitive' | 'state'>): boolean {
  return row.sensitive && row.state !== 'accepted' && row.state !== 'submitting';
}

/** What the ledger says of a row. */
export function entryOf(row: AttemptRow): LedgerEntry {
  const entry: LedgerEntry = {
    attempt_id: row.attemptId,
    request_id: row.requestId,
    state: row.state,
    reason: row.reason,
    at: row.changedAt,
  };
  if (isTombstone(row)) return entry;
  return {
    ...entry,
    ...(row.earlier === null ? {} : { earlier: row.earlier }),
    parts: row.parts,
    part_results: [...row.partResults],
    sim_id: row.simId,
  };
}

/** Puts what is newly known of a part beside the others; what was known stays. */
export function withPart(parts: readonly PartResult[], n: number, news: Partial<PartResult>): PartResult[] {
  const known = parts.find((part) => part.n === n);
  const blank: PartResult = { n, state: null, delivery: null, result: null, error: null, at: null };
  const joined = { ...blank, ...known, ...news };
  return [...parts.filter((part) => part.n !== n), joined].sort((a, b) => a.n - b.n);
}

/** What the radio's word on the parts makes of the attempt; null while a part is open. */
export function outcomeOfParts(parts: readonly PartResult[], count: number): 'sent' | 'failed' | null {
  const answered = parts.filter((part) => part.state !== null);
  if (answered.length < count) return null;
  return answered.every((part) => part.state === 'sent') ? 'sent' : 'failed';
}
