import { describe, expect, it } from 'vitest';
import {
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
} from '../../../../../electron/gateway/messages/attempt-facts.ts';
import {
  isCounted,
  lateOutcome,
  outcomeOf,
  type Outcome,
  type Situation,
} from '../../../../../electron/gateway/messages/outcome-rules.ts';

const NOW = 1_000;
const IN_TIME: Situation = {
  now: NOW,
  expiresAt: 90_000_000,
  isCancelRequested: false,
  countedAttempts: 1,
};
const NO_SERVICE = 4;
const NETWORK_REJECT = 10;
const GENERIC_FAILURE = 1;
const REMOTE_EXCEPTION = 31;
const OK = -1;

const joined = (...facts: readonly AttemptFact[]) => joinAll(NOTHING_KNOWN, facts);
const rejected = (reason: string) => joined({ kind: 'rejected', reason });
const ended = (...results: readonly number[]) =>
  joined(
    ...results.map((result, index): AttemptFact => {
      const part = { part: index + 1, parts: results.length };
      return result === OK ? { kind: 'sent', ...part } : { kind: 'failed', ...part, result };
    }),
  );

describe('whether an attempt uses up a try', () => {
  it.each([
    ['paced', false],
    ['clock', false],
    ['never_seen', false],
    ['not_written', false],
    ['revoked', true],
    ['ledger_full', true],
    ['permission_missing', true],
    ['a reason of a newer relay', true],
  ])('rejected, %s: %s', (reason, isUsed) => {
    expect(isCounted(rejected(reason))).toBe(isUsed);
  });

  it.each([
    ['accepted', joined({ kind: 'accepted' })],
    ['sent', ended(OK)],
    ['failed', ended(NO_SERVICE)],
    ['failed for a reason that would not count as a reject', { ...ended(NO_SERVICE), reason: 'paced' }],
  ])('%s: it does', (_title, facts) => {
    expect(isCounted(facts)).toBe(true);
  });
});

describe('when a message is tried again', () => {
  it.each([
    [0, 5_000],
    [1, 5_000],
    [2, 30_000],
    [3, 120_000],
    [4, 600_000],
  ])('after %i counted tries: %i ms later', (countedAttempts, delayMs) => {
    expect(outcomeOf(ended(NO_SERVICE), { ...IN_TIME, countedAttempts })).toMatchObject({
      to: 'queued',
      retryAt: NOW + delayMs,
      detail: 'RESULT_NO_SERVICE (4)',
    });
    expect(outcomeOf(rejected('revoked'), { ...IN_TIME, countedAttempts })).toMatchObject({
      retryAt: NOW + delayMs,
    });
  });

  it.each([
    ['paced', null],
    ['never_seen', null],
    ['not_written', null],
    ['clock', NOW + 1_000],
  ])('after %s: at %s', (reason, retryAt) => {
    expect(outcomeOf(rejected(reason), IN_TIME)).toEqual({ to: 'queued', retryAt, detail: reason });
  });
});

describe('how a failure is told', () => {
  const rows: readonly (readonly [title: string, facts: ReturnType<typeof joined>, expected: Outcome])[] = [
    [
      'nothing left when the last try was refused',
      rejected('revoked'),
      { to: 'failed', code: 'too_many_attempts', detail: 'revoked', mayHaveLeft: false, partsSent: 0 },
    ],
    [
      'nothing left of a text that is too long',
      rejected('too_many_parts'),
      { to: 'failed', code: 'text_too_long', detail: 'too_many_parts', mayHaveLeft: false, partsSent: 0 },
    ],
    [
      'some of it is out after a part that was sent',
      ended(OK, NO_SERVICE, OK),
      {
        to: 'failed',
        code: 'partially_sent',
        detail: 'RESULT_NO_SERVICE (4)',
        mayHaveLeft: true,
        partsSent: 2,
      },
    ],
    [
      'it may be out when any part may be, whichever is told',
      ended(NETWORK_REJECT, GENERIC_FAILURE),
      {
        to: 'failed',
        code: 'carrier_rejected',
        detail: 'RESULT_NETWORK_REJECT (10)',
        mayHaveLeft: true,
        partsSent: 0,
      },
    ],
    [
      'nobody knows when any part says nothing',
      ended(NETWORK_REJECT, REMOTE_EXCEPTION),
      { to: 'unknown', detail: 'RESULT_NETWORK_REJECT (10)' },
    ],
    [
      'nobody knows when no part is told',
      { ...NOTHING_KNOWN, state: 'failed' },
      { to: 'unknown', detail: 'a failure without a part' },
    ],
  ];
  it.each(rows)('%s', (_title, facts, expected) => {
    expect(outcomeOf(facts, { ...IN_TIME, countedAttempts: 5 })).toEqual(expected);
  });

  it('late, of a message that is unknown: nothing left, and it is never tried again', () => {
    const late = outcomeOf(rejected('never_seen'), IN_TIME);
    expect(lateOutcome(late, IN_TIME)).toEqual({
      to: 'failed',
      code: 'relay_rejected',
      detail: 'never_seen',
      mayHaveLeft: false,
      partsSent: 0,
    });
    const sent: Outcome = { to: 'sent' };
    expect(lateOutcome(sent, { ...IN_TIME, isCancelRequested: true })).toBe(sent);
  });
});
