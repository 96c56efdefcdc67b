import type { StepView } from '../../shared/console/provisioning.ts';
import { PROVISION_STEPS, type StepName, type StepState } from '../../shared/states.ts';
import { inEnglish, sentence, type Sentence } from '../../shared/words/words.ts';

/** What a step that needs a person offers to do after a yes: remove the app of another signer, then install ours. */
type StepOffer = 'replace';

export interface ProvisionStep {
  readonly name: StepName;
  readonly state: StepState;
  /** While it runs: how far it is; null where there is nothing to say yet. */
  readonly sentence: Sentence | null;
  readonly offers: StepOffer | null;
}

/** What a step came to; `needs_you` and `failed` end the run. A step that is done may still advise a fix. */
export interface StepResult {
  readonly state: 'done' | 'needs_you' | 'failed' | 'skipped';
  readonly sentence: Sentence;
  readonly offers?: StepOffer;
}

export const done = (spoken: Sentence): StepResult => ({ state: 'done', sentence: spoken });
export const failed = (spoken: Sentence): StepResult => ({ state: 'failed', sentence: spoken });
export const needsYou = (spoken: Sentence): StepResult => ({ state: 'needs_you', sentence: spoken });

export function waitingSteps(): ProvisionStep[] {
  return PROVISION_STEPS.map((name) => ({
    name,
    state: 'waiting',
    sentence: null,
    offers: null,
  }));
}

/** A step as a person follows it. */
export function stepView({ name, state, sentence: spoken, offers }: ProvisionStep): StepView {
  return {
    name,
    title: inEnglish(sentence(`step_title.${name}`)).message,
    state,
    code: spoken?.code ?? null,
    values: spoken?.values ?? {},
    ...(spoken === null ? { message: '', fix: null } : inEnglish(spoken)),
    offers,
  };
}
