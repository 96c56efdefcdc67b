/** The moves of an attempt in the ledger: each writes the row and the report of it in one transaction. */
import type { PhoneFrames, RejectReason } from '../relay/frames.ts';
import type { AttemptRow } from './ledger-rows.ts';
import type { RelayContext } from './relay-context.ts';

type ReportNews = Pick<PhoneFrames['report'], 'state'> &
  Partial<
    Pick<
      PhoneFrames['report'],
      'part' | 'parts' | 'result' | 'error' | 'reason' | 'retry_after_ms' | 'earlier'
    >
  >;

/** A row that the relay took; `accepted` is reported after the commit. */
export function insertAccepted(context: RelayContext, row: AttemptRow): void {
  const lastSeq = reportOn(context, row, { state: 'accepted', parts: row.parts });
  context.store.insert({ ...row, lastSeq });
  context.pacing.promise(row.parts);
}

/** A row that the relay refused, kept so that its id is never submitted. */
export function insertRejected(
  context: RelayContext,
  row: AttemptRow,
  news: Omit<ReportNews, 'state'> & { readonly reason: RejectReason },
): void {
  const lastSeq = reportOn(context, row, { state: 'rejected', ...news });
  const text = row.sensitive ? '' : row.text;
  context.store.insert({
    ...row,
    text,
    state: 'rejected',
    reason: news.reason,
    earlier: news.earlier ?? null,
    lastSeq,
  });
}

/** accepted → rejected; false when it is no longer `accepted`. */
export function rejectAccepted(context: RelayContext, row: AttemptRow, reason: RejectReason): boolean {
  const isMoved = move(
    context,
    row,
    'accepted',
    { state: 'rejected', reason },
    { state: 'rejected', reason },
  );
  if (isMoved) context.pacing.release(row.parts);
  return isMoved;
}

/** Turns every `accepted` row into `rejected: unpaired`. */
export function rejectAllAccepted(context: RelayContext): void {
  for (const row of context.store.attemptsIn('accepted')) rejectAccepted(context, row, 'unpaired');
}

/**
 * Moves a row by compare-and-set from `from`, with its report. Nothing is written when another move came first.
 */
export function move(
  context: RelayContext,
  row: AttemptRow,
  from: AttemptRow['state'],
  change: Partial<AttemptRow>,
  news: ReportNews,
): boolean {
  const current = context.store.attempt(row.gatewayId, row.attemptId);
  if (current?.state !== from) return false;
  const changedAt = context.time.now();
  const lastSeq = reportOn(context, row, news);
  return context.store.move(from, { ...row, ...change, changedAt, lastSeq });
}

function reportOn(context: RelayContext, row: AttemptRow, news: ReportNews): number {
  const at = context.time.now();
  return context.outbox.report(row.gatewayId, at, { attempt_id: row.attemptId, ...news, at });
}
