import { sentence } from '../../shared/words/words.ts';
import { done, failed, needsYou, type StepResult } from './provision-steps.ts';

/** System properties as the phone prints them; empty where it has none. */
export interface PhoneFacts {
  /** `ro.build.version.sdk`. */
  readonly apiLevel: string;
  /** `gsm.sim.state`: one word a slot, as "LOADED,ABSENT". */
  readonly simState: string;
  /** `sys.user.0.ce_available`: "false" from a restart until the person unlocks the phone. */
  readonly isUnlocked: string;
}

/** Android 8. */
const LOWEST_API_LEVEL = 26;
const LOCKED = /^(PIN_REQUIRED|PUK_REQUIRED|NETWORK_LOCKED|PERM_DISABLED)$/;

/** The API level as a number; null where the phone does not tell. */
export function apiLevelOf({ apiLevel }: PhoneFacts): number | null {
  return /^\d{1,3}$/.test(apiLevel) ? Number(apiLevel) : null;
}

/**
 * Decides whether a phone can become a gateway phone. Unknown or missing facts are no obstacle: the last step
 * finds out whether it really can send.
 */
export function checkFacts(facts: PhoneFacts): StepResult {
  const level = apiLevelOf(facts);
  if (level !== null && level < LOWEST_API_LEVEL) return failed(sentence('step.android_too_old', { level }));
  if (facts.isUnlocked === 'false') return needsYou(sentence('step.not_unlocked'));
  const isNewEnough =
    level === null ? sentence('step.new_enough') : sentence('step.new_enough_level', { level });
  return checkSims(facts.simState) ?? done(isNewEnough);
}

function checkSims(simState: string): StepResult | null {
  const slots = simState.split(',').map((slot) => slot.trim().toUpperCase());
  const known = slots.filter((slot) => slot !== '' && slot !== 'UNKNOWN' && slot !== 'NOT_READY');
  if (known.length === 0 || known.some((slot) => slot !== 'ABSENT' && !LOCKED.test(slot))) return null;
  if (known.some((slot) => LOCKED.test(slot))) return needsYou(sentence('step.sim_locked'));
  return slots.length > known.length ? null : needsYou(sentence('step.no_sim'));
}
