/**
 * Joins what phones report with what we know, and moves the messages accordingly. Everything here runs inside
 * one transaction of the caller's; nothing is acked to a phone before that is on disk.
 */
import { assertNever } from '../../shared/assert-never.ts';
import { readAndroidResult, type AndroidResult, type RetryCode } from '../../shared/android-results.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import { readRejectReason } from '../../shared/reject-reasons.ts';
import type { Feed } from '../events/feed.ts';
import {
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
  type AttemptFacts,
  type PartFact,
} from './attempt-facts.ts';
import { factsOfRow, type AttemptStore } from './attempt-store.ts';
import {
  factOfReport,
  factsOfEarlier,
  factsOfEntry,
  textOfEntry,
  textOfReport,
  type PhoneLedgerEntry,
  type PhoneReport,
} from './ledger-facts.ts';
import type { AttemptRow, MessageRow } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import type { MessageTransitions } from './message-transitions.ts';
import type { OutcomeSource } from './outcome-count-store.ts';
import {
  earlierOutcome,
  isCounted,
  lateOutcome,
  outcomeOf,
  type Outcome,
  type Situation,
} from './outcome-rules.ts';

/** Who speaks: the phone and the ledger it speaks from. */
export interface ReportingPhone {
  readonly deviceId: string;
  readonly ledgerId: string;
}

interface NewsOf {
  readonly attemptId: string;
  readonly deviceId: string;
  readonly simId: string;
  readonly messageSeq: number;
}

/** What the dispatcher should know of an attempt: its phone holds it, its radio took or failed it, or nothing left. */
export type AttemptNews =
  | (NewsOf & { readonly kind: 'held' | 'sent' })
  /** Proved unsent, and why: it may be tried again elsewhere. */
  | (NewsOf & { readonly kind: 'failed'; readonly code: RetryCode })
  | (NewsOf & { readonly kind: 'rejected'; readonly reason: string; readonly retryAfterMs: number | null });

export interface AttemptService {
  /** Stores a batch of reports. Reports of attempts that nobody here knows are kept as orphans. */
  storeReports(phone: ReportingPhone, reports: readonly PhoneReport[], now: number): readonly AttemptNews[];
  /** Stores what a ledger answered to a query. */
  storeLedger(
    phone: ReportingPhone,
    entries: readonly PhoneLedgerEntry[],
    now: number,
  ): readonly AttemptNews[];
  /** The phone has been silent past the message's own time: what it holds becomes unknown. In the unit that read it. */
  giveUpSilent(attempt: AttemptRow, now: number): void;
  /** The claim was committed but no byte was written: proved unsent. */
  markNotWritten(attemptId: string, now: number): void;
}

const resultOf = (part: PartFact): AndroidResult => readAndroidResult(part.result);
const isSure = (result: AndroidResult): boolean => result.outcome !== 'unknown';

const OPEN_STATES: ReadonlySet<string> = new Set(['offered', 'accepted', 'submitting', 'unknown']);

function situationOf(row: MessageRow, now: number): Situation {
  return {
    now,
    expiresAt: row.expires_at,
    isCancelRequested: row.cancel_requested === 1,
    countedAttempts: row.attempts,
  };
}

const sourceOf = (attempt: AttemptRow): OutcomeSource => ({
  deviceId: attempt.device_id,
  simId: attempt.sim_id,
});

function about(attempt: AttemptRow): NewsOf {
  return {
    attemptId: attempt.attempt_id,
    deviceId: attempt.device_id,
    simId: attempt.sim_id,
    messageSeq: attempt.message_seq,
  };
}

function newsOf(attempt: AttemptRow, report: PhoneReport): AttemptNews | null {
  switch (report.state) {
    case 'rejected': {
      const { reason = 'unspecified', retry_after_ms: retryAfterMs = null } = report;
      return { ...about(attempt), kind: 'rejected', reason, retryAfterMs };
    }
    case 'failed': {
      const result = readAndroidResult(report.result ?? null);
      return result.outcome === 'retry' ? { ...about(attempt), kind: 'failed', code: result.code } : null;
    }
    case 'accepted':
      return { ...about(attempt), kind: 'held' };
    case 'sent':
      return { ...about(attempt), kind: 'sent' };
    default:
      return null;
  }
}

/** A ledger tells of what is long over: only proof that nothing was submitted is news. */
function newsOfEntry(attempt: AttemptRow, entry: PhoneLedgerEntry): AttemptNews | null {
  if (entry.state !== 'rejected' && entry.state !== 'never_seen') return null;
  const reason = entry.state === 'never_seen' ? 'never_seen' : (entry.reason ?? 'unspecified');
  return { ...about(attempt), kind: 'rejected', reason, retryAfterMs: null };
}

export function createAttemptService(
  attempts: AttemptStore,
  messages: MessageStore,
  transitions: MessageTransitions,
  feed: Feed,
): AttemptService {
  function codeOf(facts: AttemptFacts): FailureCode | null {
    if (facts.state === 'rejected') return readRejectReason(facts.reason).failure;
    const results = facts.partFacts.filter((part) => part.state === 'failed').map(resultOf);
    // A number that says nothing for sure is no reason: it stays a number.
    const told = results.find((result) => result.outcome === 'failed') ?? results.find(isSure);
    if (told !== undefined) return told.code;
    return facts.partFacts.some((part) => part.delivery === 'undelivered') ? 'report_failed' : null;
  }

  function apply(
    row: MessageRow,
    outcome: Outcome,
    attempt: AttemptRow,
    facts: AttemptFacts,
    now: number,
  ): void {
    const source = sourceOf(attempt);
    switch (outcome.to) {
      case 'sending':
        feed.note('message', row.request_id);
        return;
      case 'sent':
        transitions.markSent(row, now, source);
        return;
      case 'delivered':
        transitions.markDelivered(row, now, source);
        return;
      case 'undelivered':
        transitions.markUndelivered(row, now, source);
        return;
      case 'failed':
        transitions.markFailed(row, outcome, now, source);
        return;
      case 'unknown':
        transitions.markUnknown(row, outcome.detail, now);
        return;
      case 'queued':
        transitions.requeue(row, outcome.retryAt, outcome.detail, isCounted(facts), now);
        return;
      case 'expired':
        transitions.markExpired(row, now);
        return;
      case 'cancelled':
        transitions.markCancelled(row, now);
        return;
      default:
        assertNever(outcome);
    }
  }

  /** What is known of the other attempts of its message. */
  function othersOf(attempt: AttemptRow): readonly AttemptFacts[] {
    const all = attempts.ofMessage(attempt.message_seq);
    return all.filter((other) => other.seq !== attempt.seq).map(factsOfRow);
  }

  function join(attempt: AttemptRow, known: AttemptFacts, facts: readonly AttemptFact[], now: number): void {
    const joined = joinAll(known, facts);
    const isOver = !OPEN_STATES.has(joined.state);
    attempts.storeFacts(attempt.seq, joined, codeOf(joined), isOver ? (attempt.ended_at ?? now) : null);
    const row = messages.bySeq(attempt.message_seq);
    if (row === undefined) return;
    const isNewest = attempt.n === row.held;
    if (!isNewest && row.state !== 'unknown' && row.state !== 'sent') return;
    const situation = situationOf(row, now);
    const outcome = isNewest
      ? outcomeOf(joined, situation)
      : earlierOutcome(joined, othersOf(attempt), situation);
    if (outcome === null) return;
    if (outcome.to === row.state) {
      feed.note('message', row.request_id);
      return;
    }
    apply(row, row.state === 'unknown' ? lateOutcome(outcome, situation) : outcome, attempt, joined, now);
  }

  /** Rule of `duplicate_message`: the phone already holds an earlier attempt, so that one counts, as the phone tells it. */
  function adopt(
    phone: ReportingPhone,
    earlier: { attempt_id: string; state: string },
    rejected: AttemptRow,
    now: number,
  ): void {
    const told = factsOfEarlier(earlier.state);
    const known = attempts.byId(earlier.attempt_id);
    if (known !== undefined && known.message_seq === rejected.message_seq) {
      join(known, factsOfRow(known), told, now);
      return;
    }
    attempts.orphan({
      ...phone,
      kind: 'unknown_attempt',
      frame: JSON.stringify({ attempt_id: earlier.attempt_id, state: earlier.state }),
      detail: `earlier attempt of a message, named by ${rejected.attempt_id}`,
      receivedAt: now,
    });
    const row = messages.bySeq(rejected.message_seq);
    if (row?.state !== 'unknown') return;
    const facts = joinAll(NOTHING_KNOWN, told);
    const others = attempts.ofMessage(row.seq).map(factsOfRow);
    const outcome = earlierOutcome(facts, others, situationOf(row, now));
    if (outcome !== null) apply(row, outcome, rejected, facts, now);
  }

  return {
    storeReports: (phone, reports, now) => {
      const byAttempt = new Map<string, PhoneReport[]>();
      for (const report of reports) {
        const known = byAttempt.get(report.attempt_id);
        if (known === undefined) byAttempt.set(report.attempt_id, [report]);
        else known.push(report);
      }
      const news: AttemptNews[] = [];
      for (const [attemptId, own] of byAttempt) {
        const attempt = attempts.byId(attemptId);
        if (attempt === undefined || attempt.device_id !== phone.deviceId) {
          for (const report of own) {
            attempts.orphan({
              ...phone,
              kind: 'unknown_attempt',
              frame: textOfReport(report),
              detail: report.state,
              receivedAt: now,
            });
          }
          continue;
        }
        join(attempt, factsOfRow(attempt), own.map(factOfReport), now);
        for (const report of own) {
          if (report.earlier !== undefined) adopt(phone, report.earlier, attempt, now);
          const told = newsOf(attempt, report);
          if (told !== null) news.push(told);
        }
      }
      return news;
    },
    storeLedger: (phone, entries, now) => {
      const news: AttemptNews[] = [];
      for (const entry of entries) {
        const attempt = attempts.byId(entry.attempt_id);
        if (attempt === undefined || attempt.device_id !== phone.deviceId) {
          if (entry.state === 'never_seen' || entry.state === 'forgotten') continue;
          attempts.orphan({
            ...phone,
            kind: 'unknown_attempt',
            frame: textOfEntry(entry),
            detail: entry.state,
            receivedAt: now,
          });
          continue;
        }
        join(attempt, factsOfRow(attempt), factsOfEntry(entry, phone.ledgerId === attempt.ledger_id), now);
        if (entry.earlier !== undefined && entry.earlier !== null) adopt(phone, entry.earlier, attempt, now);
        if (phone.ledgerId !== attempt.ledger_id) continue;
        const told = newsOfEntry(attempt, entry);
        if (told !== null) news.push(told);
      }
      return news;
    },
    giveUpSilent: (attempt, now) => {
      join(attempt, factsOfRow(attempt), [{ kind: 'unknown', reason: 'phone_silent' }], now);
    },
    markNotWritten: (attemptId, now) => {
      const attempt = attempts.byId(attemptId);
      if (attempt === undefined) return;
      join(attempt, NOTHING_KNOWN, [{ kind: 'rejected', reason: 'not_written' }], now);
    },
  };
}
