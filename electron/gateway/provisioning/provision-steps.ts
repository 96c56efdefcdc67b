import type { StepState } from '../../shared/states.ts';

/** The steps of one-click provisioning, in order. */
export const STEP_TITLES = {
  find: 'Find the phone',
  check: 'Check the phone',
  install: 'Install the relay app',
  link: 'Pair',
  verify: 'Check that it can send',
} as const;
export type StepName = keyof typeof STEP_TITLES;
export const STEP_ORDER: readonly StepName[] = ['find', 'check', 'install', 'link', 'verify'];

export interface ProvisionStep {
  readonly name: StepName;
  readonly title: string;
  readonly state: StepState;
  readonly message: string;
  readonly fix: string | null;
}

/** What a step came to; `needs_you` and `failed` end the run. */
export interface StepResult {
  readonly state: 'done' | 'needs_you' | 'failed' | 'skipped';
  readonly message: string;
  readonly fix?: string;
}

export type RunState = 'running' | 'done' | 'failed' | 'needs_you';

export function waitingSteps(): ProvisionStep[] {
  return STEP_ORDER.map((name) => ({
    name,
    title: STEP_TITLES[name],
    state: 'waiting',
    message: '',
    fix: null,
  }));
}
