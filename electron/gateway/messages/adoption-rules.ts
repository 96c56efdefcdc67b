/**
 * What a message became by everything that is known of all its attempts, also by those that this database learns of only
 * now: it was restored, and phones tell what they did since. Pure.
 */
import type { AttemptFacts } from './attempt-facts.ts';
import { isProvedUnsent, outcomeOf, type Outcome, type Situation } from './outcome-rules.ts';

/**
 * The outcome by all attempts of a message, the oldest first; at least one. What left counts before what a phone still
 * holds, that before what can not be known, and that before a failure that is no proof; where each is proved unsent, the
 * newest says why.
 */
export function outcomeOfAll(attempts: readonly [AttemptFacts, ...AttemptFacts[]], now: Situation): Outcome {
  const outcomes = attempts.map((facts) => ({ facts, outcome: outcomeOf(facts, now) }));
  const find = (is: (outcome: Outcome, facts: AttemptFacts) => boolean): Outcome | undefined =>
    outcomes.findLast(({ outcome, facts }) => is(outcome, facts))?.outcome;
  const newest = attempts[attempts.length - 1] ?? attempts[0];
  return (
    find(({ to }) => to === 'sent' || to === 'delivered' || to === 'undelivered') ??
    find(({ to }) => to === 'sending') ??
    find(({ to }) => to === 'unknown') ??
    find((_outcome, facts) => !isProvedUnsent(facts)) ??
    outcomeOf(newest, now)
  );
}
