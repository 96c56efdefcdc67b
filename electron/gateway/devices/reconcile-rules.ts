/** Whether a phone knows more than the database. Pure. */

export interface LedgerEvidence {
  /** The newest attempt that the phone's ledger has from this gateway, or null. */
  readonly newestAttemptId: string | null;
  /** Whether that one is known here, be it without its message. */
  readonly isNewestKnown: boolean;
  /** The newest that this ledger had when it last told everything, or null. */
  readonly settledId: string | null;
  /** The highest seq that the phone has seen acked. */
  readonly ackedSeq: number;
  /** The highest seq of this ledger that is stored here. */
  readonly lastSeq: number;
}

/**
 * An attempt is stored before it is offered, and a seq before it is acked: who shows more than is stored has it from a
 * database that was newer than this one.
 */
export function knowsMore(phone: LedgerEvidence): boolean {
  if (phone.ackedSeq > phone.lastSeq) return true;
  const { newestAttemptId, settledId } = phone;
  if (newestAttemptId === null || phone.isNewestKnown) return false;
  return settledId === null || newestAttemptId > settledId;
}
