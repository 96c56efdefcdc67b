/** The last two steps: pairing over the cable, and the proof that the phone can send. */
import { callProvider, type ProviderAnswer } from '../adb/content-call.ts';
import { layCable } from '../devices/cable.ts';
import type { ProvisioningParts, ProvisionRun } from './provisioning-parts.ts';
import type { StepResult } from './provision-steps.ts';

const PAIR_DEADLINE_MS = 45_000;
const VERIFY_DEADLINE_MS = 30_000;

/** Lays the cable, hands the relay a one-time code and waits until it dialled in. */
export async function link(parts: ProvisioningParts, run: ProvisionRun): Promise<StepResult> {
  const cable = await layCable(parts.server, run.serial, parts.relayPort());
  if (cable.kind === 'no_port') {
    return {
      state: 'failed',
      message: 'No port of the phone is free.',
      fix: 'Restart the phone, then click Pair again.',
    };
  }
  const startedAt = parts.now();
  const { code, revoke } = parts.issueCode(run.hardwareSerial);
  const call = { code, pin: parts.pin, host: '127.0.0.1', port: cable.phonePort };
  const answer = await callProvider(parts.server, run.serial, 'pair', call).catch((error: unknown) => {
    // Whether the relay heard it is unknown; a code of a broken call must not pair anything later.
    revoke();
    throw error;
  });
  if (answer.kind !== 'ok') {
    revoke();
    return refusedPairing(answer);
  }
  const isPaired = await waitFor(parts, PAIR_DEADLINE_MS, () => {
    const phone = parts.phoneNow(run.hardwareSerial);
    return phone !== null && phone.isPaired && phone.pairedAt >= startedAt;
  });
  if (isPaired) return { state: 'done', message: 'The phone is paired with this gateway.' };
  revoke();
  return {
    state: 'failed',
    message: 'The relay app did not dial in.',
    fix: 'Open the relay app on the phone once, then click Pair again.',
  };
}

function refusedPairing(answer: Exclude<ProviderAnswer, { kind: 'ok' }>): StepResult {
  if (answer.kind === 'no_provider') {
    return {
      state: 'needs_you',
      message: 'The relay app does not answer.',
      fix: 'Open the relay app on the phone once, then click Pair again.',
    };
  }
  if (answer.kind === 'refused' && answer.reason === 'already_paired') {
    return {
      state: 'needs_you',
      message: 'The phone is paired with another gateway.',
      fix: 'Unpair it in the relay app on the phone, then click Pair again.',
    };
  }
  return {
    state: 'failed',
    message:
      answer.kind === 'refused'
        ? `The relay app refused: ${answer.reason}.`
        : 'The phone gave an odd answer.',
    fix: 'Click Pair again.',
  };
}

/** Waits for the first sign of life, and says what is still missing for sending. */
export async function verify(parts: ProvisioningParts, run: ProvisionRun): Promise<StepResult> {
  const isSettled = await waitFor(parts, VERIFY_DEADLINE_MS, () => {
    const state = parts.phoneNow(run.hardwareSerial)?.state;
    return state === 'ready' || state === 'limited';
  });
  const phone = parts.phoneNow(run.hardwareSerial);
  if (phone?.state === 'ready') return { state: 'done', message: 'The phone can send.' };
  if (isSettled && phone !== null && phone.problem !== null) {
    return { state: 'needs_you', message: phone.problem.message, fix: phone.problem.fix };
  }
  return {
    state: 'failed',
    message: 'The phone gave no sign of life after pairing.',
    fix: 'Check the cable, then click Pair again.',
  };
}

async function waitFor(parts: ProvisioningParts, withinMs: number, isSo: () => boolean): Promise<boolean> {
  const until = parts.now() + withinMs;
  while (!isSo()) {
    const left = until - parts.now();
    if (left <= 0) return false;
    await parts.nextChange(Math.min(left, 500));
  }
  return true;
}
