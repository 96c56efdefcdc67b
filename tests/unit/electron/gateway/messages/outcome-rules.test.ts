import { describe, expect, it } from 'vitest';
import {
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
} from '../../../../../electron/gateway/messages/attempt-facts.ts';
import {
  earlierOutcome,
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
    ['expired on the phone after a cancel: cancelled', rejected('expired'), CANCELLED, { to: 'cancelled' }],
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

describe('the fifth try', () => {
  it.each(['paced', 'clock', 'never_seen', 'not_written'])(
    'is still to come after four failures and a reject that does not count: %s',
    (reason) => {
      expect(outcome(rejected(reason), LAST_TRY)).toMatchObject({ to: 'queued' });
      // Five that count are over, whatever the sixth says.
      expect(outcome(rejected(reason), { ...LAST_TRY, countedAttempts: 6 })).toMatchObject({ to: 'failed' });
    },
  );

  it.each(['sim_changed', 'ledger_full', 'phone_error', 'revoked', 'too_old', 'unpaired', 'of_a_newer_app'])(
    'is over after a reject that counts: %s',
    (reason) => {
      expect(outcome(rejected(reason), IN_TIME)).toMatchObject({ to: 'queued', retryAt: 6_000 });
      expect(outcome(rejected(reason), LAST_TRY)).toMatchObject({ to: 'failed', code: 'too_many_attempts' });
    },
  );
});

describe('what an earlier attempt may say of its message', () => {
  const UNKNOWN: AttemptFact[] = [{ kind: 'unknown' }];
  const rows: [
    title: string,
    earlier: AttemptFact[],
    newest: AttemptFact[],
    situation: Situation,
    expected: object | null,
  ][] = [
    ['that it left is heard', failed(-1), UNKNOWN, LAST_TRY, { to: 'sent' }],
    [
      'that it arrived is heard',
      [{ kind: 'delivered', part: 1, parts: 1 }],
      UNKNOWN,
      IN_TIME,
      { to: 'delivered' },
    ],
    [
      'its failure told again ends nothing while the newest may have left',
      failed(4),
      UNKNOWN,
      LAST_TRY,
      null,
    ],
    ['nor does a reject told again', rejected('ledger_full'), UNKNOWN, LAST_TRY, null],
    ['nor does it expire the message', rejected('expired'), UNKNOWN, TOO_LATE, null],
    ['nor does it cancel it', rejected('cancelled'), UNKNOWN, CANCELLED, null],
    ['nor does a failure of the network', failed(10), UNKNOWN, IN_TIME, null],
    ['nor is the newest proved unsent by one part that failed', failed(10), failed(-1, 4), IN_TIME, null],
    [
      'its failure counts when the newest is proved unsent',
      failed(10),
      rejected('duplicate_message'),
      IN_TIME,
      { to: 'failed', code: 'carrier_rejected' },
    ],
    ['its proof counts then too', failed(4), rejected('duplicate_message'), TOO_LATE, { to: 'expired' }],
    ['one that is open says nothing', [{ kind: 'accepted' }], rejected('duplicate_message'), IN_TIME, null],
    ['one that is unknown says nothing', UNKNOWN, rejected('duplicate_message'), IN_TIME, null],
  ];
  it.each(rows)('%s', (_title, earlier, newest, situation, expected) => {
    const others = [joinAll(NOTHING_KNOWN, newest)];
    const said = earlierOutcome(joinAll(NOTHING_KNOWN, earlier), others, situation);
    if (expected === null) expect(said).toBeNull();
    else expect(said).toMatchObject(expected);
  });
});
