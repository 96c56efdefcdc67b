import { describe, expect, it } from 'vitest';
import {
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
} from '../../../../../electron/gateway/messages/attempt-facts.ts';
import {
  lateOutcome,
  outcomeOf,
  type Situation,
} from '../../../../../electron/gateway/messages/outcome-rules.ts';

const IN_TIME: Situation = {
  now: 1_000,
  expiresAt: 90_000_000,
  isCancelRequested: false,
  countedAttempts: 1,
};
const CANCELLED: Situation = { ...IN_TIME, isCancelRequested: true };
const TOO_LATE: Situation = { ...IN_TIME, now: 90_000_000 };
const LAST_TRY: Situation = { ...IN_TIME, countedAttempts: 5 };

const rejected = (reason: string): AttemptFact[] => [{ kind: 'rejected', reason }];
const failed = (...results: (number | null)[]): AttemptFact[] =>
  results.map((result, index) =>
    result === -1
      ? { kind: 'sent', part: index + 1, parts: results.length }
      : { kind: 'failed', part: index + 1, parts: results.length, result },
  );

const outcome = (facts: readonly AttemptFact[], situation: Situation) =>
  outcomeOf(joinAll(NOTHING_KNOWN, facts), situation);

describe('what the facts of an attempt mean for its message', () => {
  const rows: [title: string, facts: AttemptFact[], situation: Situation, expected: object][] = [
    ['an open attempt keeps it sending', [{ kind: 'accepted' }], IN_TIME, { to: 'sending' }],
    [
      'too many parts fail it at once',
      rejected('too_many_parts'),
      IN_TIME,
      { to: 'failed', code: 'text_too_long' },
    ],
    ['a cancel that won cancels it', rejected('cancelled'), IN_TIME, { to: 'cancelled' }],
    ['expired on the phone expires it', rejected('expired'), IN_TIME, { to: 'expired' }],
    ['a duplicate is never sent again', rejected('duplicate_message'), IN_TIME, { to: 'unknown' }],
    ['paced goes back in line at once', rejected('paced'), IN_TIME, { to: 'queued', retryAt: null }],
    ['never seen goes back in line', rejected('never_seen'), IN_TIME, { to: 'queued' }],
    ['revoked is tried again', rejected('revoked'), IN_TIME, { to: 'queued' }],
    ['proved unsent and cancelled: cancelled', rejected('never_seen'), CANCELLED, { to: 'cancelled' }],
    ['proved unsent and out of time: expired', rejected('never_seen'), TOO_LATE, { to: 'expired' }],
    ['the fifth try is the last', rejected('revoked'), LAST_TRY, { to: 'failed', code: 'too_many_attempts' }],
    ['the last word of the radio is the failure', failed(4), LAST_TRY, { to: 'failed', code: 'no_service' }],
    [
      'a missing permission is the failure of the last try',
      rejected('permission_missing'),
      LAST_TRY,
      { to: 'failed', code: 'permission_missing', detail: 'permission_missing' },
    ],
    ['a missing permission is tried again', rejected('permission_missing'), IN_TIME, { to: 'queued' }],
    [
      'a wrong number is told at once',
      rejected('number_invalid'),
      IN_TIME,
      { to: 'failed', code: 'number_invalid' },
    ],
    ['no service is tried again', failed(4), IN_TIME, { to: 'queued' }],
    ['all parts without service are tried again', failed(4, 2), IN_TIME, { to: 'queued' }],
    [
      'a part that left is never tried again',
      failed(-1, 4),
      IN_TIME,
      { to: 'failed', code: 'partially_sent', partsSent: 1 },
    ],
    [
      'a generic failure may have left',
      failed(1),
      IN_TIME,
      { to: 'failed', code: 'generic_failure', mayHaveLeft: true },
    ],
    [
      'a refusal of the network has not',
      failed(10),
      IN_TIME,
      { to: 'failed', code: 'carrier_rejected', mayHaveLeft: false },
    ],
    ['a remote exception says nothing', failed(31), IN_TIME, { to: 'unknown' }],
    ['a number without a name says nothing', failed(999), IN_TIME, { to: 'unknown' }],
    [
      'retryable and final together are final',
      failed(4, 10),
      IN_TIME,
      { to: 'failed', code: 'carrier_rejected' },
    ],
    ['silence is unknown, never again', [{ kind: 'unknown' }], IN_TIME, { to: 'unknown' }],
  ];
  it.each(rows)('%s', (_title, facts, situation, expected) => {
    expect(outcome(facts, situation)).toMatchObject(expected);
  });

  it('never puts an unknown message back in line', () => {
    const late = outcome(rejected('never_seen'), IN_TIME);
    expect(lateOutcome(late, IN_TIME)).toMatchObject({ to: 'failed', code: 'relay_rejected' });
    expect(lateOutcome(late, CANCELLED)).toMatchObject({ to: 'cancelled' });
    expect(lateOutcome(late, TOO_LATE)).toMatchObject({ to: 'expired' });
  });
});
