import type { StepState } from '../../shared/states.ts';

/** The steps of one-click provisioning, in order. */
export const STEP_TITLES = {
  find: 'Find the phone',
  check: 'Check the phone',
  install: 'Install the relay app',
  grant: 'Grant its permissions',
  link: 'Pair',
  verify: 'Check that it can send',
} as const;
export type StepName = keyof typeof STEP_TITLES;
export const STEP_ORDER: readonly StepName[] = ['find', 'check', 'install', 'grant', 'link', 'verify'];

/** What a step that needs a person offers to do after a yes: remove the app of another signer, then install ours. */
export type StepOffer = 'replace';

export interface ProvisionStep {
  readonly name: StepName;
  readonly title: string;
  readonly state: StepState;
  /** While it runs: how far it is. */
  readonly message: string;
  readonly fix: string | null;
  readonly offers: StepOffer | null;
}

/** What a step came to; `needs_you` and `failed` end the run. A step that is done may still advise a fix. */
export interface StepResult {
  readonly state: 'done' | 'needs_you' | 'failed' | 'skipped';
  readonly message: string;
  readonly fix?: string;
  readonly offers?: StepOffer;
}

export type RunState = 'running' | 'done' | 'failed' | 'needs_you';

export function waitingSteps(): ProvisionStep[] {
  return STEP_ORDER.map((name) => ({
    name,
    title: STEP_TITLES[name],
    state: 'waiting',
    message: '',
    fix: null,
    offers: null,
  }));
}
