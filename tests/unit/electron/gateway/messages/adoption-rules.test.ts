import { describe, expect, it } from 'vitest';
import { outcomeOfAll } from '../../../../../electron/gateway/messages/adoption-rules.ts';
import {
  joinAll,
  NOTHING_KNOWN,
  type AttemptFact,
  type AttemptFacts,
} from '../../../../../electron/gateway/messages/attempt-facts.ts';

const IN_TIME = { now: 100, expiresAt: 200, isCancelRequested: false, countedAttempts: 1 };
const OVER = { ...IN_TIME, now: 300 };
const NO_SERVICE = 4;
const GENERIC_FAILURE = 1;

const facts = (...told: AttemptFact[]): AttemptFacts => joinAll(NOTHING_KNOWN, told);
const sent = facts({ kind: 'sent' });
const delivered = facts({ kind: 'sent' }, { kind: 'delivered' });
const accepted = facts({ kind: 'accepted' });
const unknown = facts({ kind: 'unknown' });
const paced = facts({ kind: 'rejected', reason: 'paced' });
const cancelled = facts({ kind: 'rejected', reason: 'cancelled' });
const noService = facts({ kind: 'failed', result: NO_SERVICE });
const generic = facts({ kind: 'failed', result: GENERIC_FAILURE });

describe('outcomeOfAll', () => {
  const rows: [title: string, to: string, attempts: [AttemptFacts, ...AttemptFacts[]], situation?: object][] =
    [
      ['what left is sent', 'sent', [sent]],
      ['what left before the newest was refused is sent', 'sent', [sent, paced]],
      ['what left after one that was refused is sent', 'delivered', [noService, delivered]],
      ['the later word of two that left', 'delivered', [sent, delivered]],
      ['what left counts before what a phone still holds', 'sent', [accepted, sent]],
      ['what a phone still holds is never sent again', 'sending', [accepted, paced]],
      ['what a phone still holds counts before what can not be known', 'sending', [unknown, accepted]],
      ['what can not be known is never sent again', 'unknown', [unknown, paced]],
      ['a failure that is no proof ends it, though a later one is', 'failed', [generic, paced]],
      ['proof that nothing left puts it in line', 'queued', [noService, paced]],
      ['the newest says why it is over', 'cancelled', [noService, cancelled]],
      ['proof after its time ends it', 'expired', [noService, paced], OVER],
    ];
  it.each(rows)('%s: %s', (_title, to, attempts, situation = {}) => {
    expect(outcomeOfAll(attempts, { ...IN_TIME, ...situation }).to).toBe(to);
  });
});
