import type { StepState } from '../../shared/states.ts';
import type { STEP_TITLE } from '../../shared/words/steps.ts';
import { inEnglish, sentence, type Code, type Sentence, type Values } from '../../shared/words/words.ts';

export type StepName = keyof typeof STEP_TITLE;
/** The steps of one-click provisioning, in order. */
export const STEP_ORDER: readonly StepName[] = ['find', 'check', 'install', 'grant', 'link', 'verify'];

/** What a step that needs a person offers to do after a yes: remove the app of another signer, then install ours. */
export type StepOffer = 'replace';

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

export type RunState = 'running' | 'done' | 'failed' | 'needs_you';

export function waitingSteps(): ProvisionStep[] {
  return STEP_ORDER.map((name) => ({
    name,
    state: 'waiting',
    sentence: null,
    offers: null,
  }));
}

/** A step as a person follows it: its code with values, and the English words. */
export interface StepView {
  readonly name: StepName;
  readonly title: string;
  readonly state: StepState;
  readonly code: Code | null;
  readonly values: Values;
  readonly message: string;
  readonly fix: string | null;
  readonly offers: StepOffer | null;
}

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
