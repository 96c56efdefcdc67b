/**
 * Brings a phone from "ADB lists it" to "it can send". Each step finds out what is so, does what is missing and
 * says what came of it; a run that stopped anywhere is repaired by the next.
 */
import type { Sentence } from '../../shared/words/words.ts';
import type { RunState, StepName } from '../../shared/states.ts';
import { brokenStep } from './broken-step.ts';
import { check, find } from './find-step.ts';
import { grant } from './grant-step.ts';
import { install } from './install-step.ts';
import { link, verify } from './link-step.ts';
import type { Progress, ProvisioningDeps, ProvisionRun } from './provisioning-deps.ts';
import { waitingSteps, type ProvisionStep, type StepResult } from './provision-steps.ts';

export interface ProvisionOrder {
  /** The phone's name on ADB's list. */
  readonly serial: string;
  /** The person said yes to removing a relay app of another signer. */
  readonly mayReplace: boolean;
}

export interface ProvisionOutcome {
  readonly state: Exclude<RunState, 'running'>;
}

type StepWork = (deps: ProvisioningDeps, run: ProvisionRun, tell: Progress) => Promise<StepResult>;

const WORK: Readonly<Record<StepName, StepWork>> = { find, check, install, grant, link, verify };

/** Runs the steps for one phone; `tell` gets the whole list after every change. */
export async function provisionPhone(
  deps: ProvisioningDeps,
  order: ProvisionOrder,
  tell: (steps: readonly ProvisionStep[]) => void,
): Promise<ProvisionOutcome> {
  const steps = waitingSteps();
  const run: ProvisionRun = { ...order, hardwareSerial: order.serial, apiLevel: null, manufacturer: '' };
  for (const [index, step] of steps.entries()) {
    let isRunning = true;
    const progress = (spoken: Sentence | null): void => {
      if (!isRunning) return;
      steps[index] = { ...step, state: 'running', sentence: spoken };
      tell([...steps]);
    };
    progress(null);
    const result = await WORK[step.name](deps, run, progress).catch(brokenStep);
    // A late report of a step that was given up must not take back what came of it.
    isRunning = false;
    const { state, offers = null } = result;
    steps[index] = { ...step, state, sentence: result.sentence, offers };
    tell([...steps]);
    if (state === 'failed' || state === 'needs_you') return { state };
  }
  return { state: 'done' };
}
