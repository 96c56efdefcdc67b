/** What is done for a phone that ADB sees and that stays silent: the cable first, the app itself last and rarely. */
type HealingStep = 'cable' | 'service' | 'restart';

interface SilentPhone {
  /** 1 for the first. */
  readonly tries: number;
  /** Whether it may hold an attempt whose outcome is open. */
  readonly hasOpenAttempt: boolean;
  /** Since it last told of a submit, or since the gateway started. */
  readonly sinceSubmitMs: number;
}

/**
 * How long a stop of the app may cost the answers of the radio. From Android 15 on it cancels the app's PendingIntents
 * (ActivityManagerService, force-stop), and those of a text take up to a quarter of an hour.
 */
const ANSWERS_DUE_MS = 15 * 60_000;

/** The step of the n-th try. The app is stopped only where nothing can be lost by it. */
export function healingStep({ tries, hasOpenAttempt, sinceSubmitMs }: SilentPhone): HealingStep {
  if (tries <= 2) return 'cable';
  if (tries <= 4) return 'service';
  if (tries % 5 !== 0) return 'cable';
  return hasOpenAttempt || sinceSubmitMs < ANSWERS_DUE_MS ? 'service' : 'restart';
}
