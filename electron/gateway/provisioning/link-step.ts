/** The last two steps: pairing over the cable, and the proof that the phone can send. */
import { sentence } from '../../shared/words/words.ts';
import { callProvider, type ProviderAnswer } from '../adb/content-call.ts';
import { layCable } from '../devices/cable.ts';
import type { ProvisioningDeps, ProvisionRun } from './provisioning-deps.ts';
import { done, failed, needsYou, type StepResult } from './provision-steps.ts';

const PAIR_DEADLINE_MS = 45_000;
const VERIFY_DEADLINE_MS = 30_000;

/** Lays the cable, hands the relay a one-time code and waits until it dialled in. */
export async function link(deps: ProvisioningDeps, run: ProvisionRun): Promise<StepResult> {
  const cable = await layCable(deps.server, run.serial, deps.relayPort());
  if (cable.kind === 'no_port') return failed(sentence('step.no_port'));
  const startedAt = deps.now();
  const { code, revoke } = deps.issueCode(run.hardwareSerial);
  const call = { code, pin: deps.pin, host: '127.0.0.1', port: cable.phonePort };
  const answer = await callProvider(deps.server, run.serial, 'pair', call).catch((error: unknown) => {
    // Whether the relay heard it is unknown; a code of a broken call must not pair anything later.
    revoke();
    throw error;
  });
  if (answer.kind !== 'ok') {
    revoke();
    return refusedPairing(answer);
  }
  const isPaired = await waitFor(deps, PAIR_DEADLINE_MS, () => {
    const phone = deps.phoneNow(run.hardwareSerial);
    return phone !== null && phone.isPaired && phone.pairedAt >= startedAt;
  });
  if (isPaired) return done(sentence('step.paired'));
  revoke();
  return failed(sentence('step.did_not_dial'));
}

function refusedPairing(answer: Exclude<ProviderAnswer, { kind: 'ok' }>): StepResult {
  if (answer.kind === 'no_provider') return needsYou(sentence('step.relay_silent'));
  if (answer.kind !== 'refused') return failed(sentence('step.odd_answer'));
  if (answer.reason === 'already_paired') return needsYou(sentence('step.paired_elsewhere'));
  return failed(sentence('step.relay_refused', { reason: answer.reason }));
}

/** Waits for the first sign of life, and says what is still missing for sending. */
export async function verify(deps: ProvisioningDeps, run: ProvisionRun): Promise<StepResult> {
  const isVerified = await waitFor(deps, VERIFY_DEADLINE_MS, () => {
    const state = deps.phoneNow(run.hardwareSerial)?.state;
    return state === 'ready' || state === 'limited';
  });
  const phone = deps.phoneNow(run.hardwareSerial);
  if (phone?.state === 'ready') return done(sentence('step.can_send'));
  if (isVerified && phone !== null && phone.problem !== null) return needsYou(phone.problem);
  return failed(sentence('step.no_sign_of_life'));
}

async function waitFor(deps: ProvisioningDeps, withinMs: number, isSo: () => boolean): Promise<boolean> {
  const until = deps.now() + withinMs;
  while (!isSo()) {
    const left = until - deps.now();
    if (left <= 0) return false;
    await deps.nextChange(Math.min(left, 500));
  }
  return true;
}
