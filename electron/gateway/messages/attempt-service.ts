/**
 * Joins what phones report with what we know, and moves the messages accordingly. Everything here runs inside
 * one transaction of the caller's; nothing is acked to a phone before that is on disk.
 */
import { readAndroidResult, type RetryCode } from '../../shared/android-results.ts';
import type { Feed } from '../events/feed.ts';
import { createApplyOutcome, failureCodeOf, isOver, situationOf } from './apply-outcome.ts';
import { joinAll, NOTHING_KNOWN, type AttemptFact, type AttemptFacts } from './attempt-facts.ts';
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
import type { OrphanAttemptStore } from './orphan-attempt-store.ts';
import { outcomeOfAll } from './adoption-rules.ts';
import { earlierOutcome, lateOutcome, outcomeOf, type Outcome, type Situation } from './outcome-rules.ts';

/** Who speaks: the phone and the ledger it speaks from. */
interface ReportingPhone {
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
  /** The same of a list of all that a ledger changed: what is not known here is kept whole, to be adopted. */
  storeList(phone: ReportingPhone, entries: readonly PhoneLedgerEntry[], now: number): readonly AttemptNews[];
  /** The phone has been silent past the message's own time: what it holds becomes unknown. In the unit that read it. */
  giveUpSilent(attempt: AttemptRow, now: number): void;
  /** The claim was committed but no byte was written: proved unsent. */
  markNotWritten(attemptId: string, now: number): void;
}

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

/** What a restored database does not know yet. */
export interface Unlearnt {
  readonly orphans: Pick<OrphanAttemptStore, 'keep' | 'addReport'>;
  /** Phones are still asked what they did since. */
  readonly isReconciling: () => boolean;
}

export function createAttemptService(
  attempts: AttemptStore,
  messages: MessageStore,
  transitions: MessageTransitions,
  feed: Feed,
  { orphans, isReconciling }: Unlearnt,
): AttemptService {
  const apply = createApplyOutcome(transitions, feed);

  /** While a later attempt may be learnt of, proof that this one left nothing ends no message because its time is over. */
  function situationNow(row: MessageRow, now: number): Situation {
    const situation = situationOf(row, now);
    return isReconciling() ? { ...situation, expiresAt: Number.POSITIVE_INFINITY } : situation;
  }

  /** What is known of the other attempts of its message. */
  function othersOf(attempt: AttemptRow): readonly AttemptFacts[] {
    const all = attempts.ofMessage(attempt.message_seq);
    return all.filter((other) => other.seq !== attempt.seq).map(factsOfRow);
  }

  /** What an attempt says of its message when there is a newer one; null: nothing. */
  function outcomeOfEarlier(
    row: MessageRow,
    attempt: AttemptRow,
    joined: AttemptFacts,
    situation: Situation,
  ): Outcome | null {
    if (row.state === 'unknown' || row.state === 'sent')
      return earlierOutcome(joined, othersOf(attempt), situation);
    if (row.state !== 'sending') return null;
    // The newest was adopted from another phone, and is over: then this one may be what the message waits for.
    const [first, ...others] = attempts.ofMessage(row.seq).map(factsOfRow);
    const newest = others.at(-1);
    if (first === undefined || newest === undefined || !isOver(newest)) return null;
    return outcomeOfAll([first, ...others], situation);
  }

  function join(attempt: AttemptRow, known: AttemptFacts, facts: readonly AttemptFact[], now: number): void {
    const joined = joinAll(known, facts);
    const endedAt = isOver(joined) ? (attempt.ended_at ?? now) : null;
    attempts.storeFacts(attempt.seq, joined, failureCodeOf(joined), endedAt);
    const row = messages.bySeq(attempt.message_seq);
    if (row === undefined) return;
    const situation = situationNow(row, now);
    const isNewest = attempt.n === row.held;
    const outcome = isNewest
      ? outcomeOf(joined, situation)
      : outcomeOfEarlier(row, attempt, joined, situation);
    if (outcome === null) return;
    if (outcome.to === row.state) {
      feed.note('message', row.request_id);
      return;
    }
    const late = row.state === 'unknown' ? lateOutcome(outcome, situation) : outcome;
    apply(row, late, { attempt, facts: joined }, now);
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
    const outcome = earlierOutcome(facts, others, situationNow(row, now));
    if (outcome !== null) apply(row, outcome, { attempt: rejected, facts }, now);
  }

  /** `unknown` takes what is about no attempt of this phone. */
  function storeEntries(
    phone: ReportingPhone,
    entries: readonly PhoneLedgerEntry[],
    now: number,
    unknown: (entry: PhoneLedgerEntry) => void,
  ): readonly AttemptNews[] {
    const news: AttemptNews[] = [];
    for (const entry of entries) {
      const attempt = attempts.byId(entry.attempt_id);
      if (attempt === undefined || attempt.device_id !== phone.deviceId) {
        if (entry.state !== 'never_seen' && entry.state !== 'forgotten') unknown(entry);
        continue;
      }
      join(attempt, factsOfRow(attempt), factsOfEntry(entry, phone.ledgerId === attempt.ledger_id), now);
      if (entry.earlier !== undefined && entry.earlier !== null) adopt(phone, entry.earlier, attempt, now);
      if (phone.ledgerId !== attempt.ledger_id) continue;
      const told = newsOfEntry(attempt, entry);
      if (told !== null) news.push(told);
    }
    return news;
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
            const frame = textOfReport(report);
            if (orphans.addReport(phone.deviceId, attemptId, frame)) continue;
            attempts.orphan({
              ...phone,
              kind: 'unknown_attempt',
              frame,
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
    storeLedger: (phone, entries, now) =>
      storeEntries(phone, entries, now, (entry) => {
        attempts.orphan({
          ...phone,
          kind: 'unknown_attempt',
          frame: textOfEntry(entry),
          detail: entry.state,
          receivedAt: now,
        });
      }),
    storeList: (phone, entries, now) =>
      storeEntries(phone, entries, now, (entry) => {
        const { attempt_id: attemptId, request_id: requestId } = entry;
        orphans.keep({ ...phone, attemptId, requestId, entry: textOfEntry(entry), heardAt: now });
      }),
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
