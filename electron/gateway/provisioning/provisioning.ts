/**
 * Brings a phone from "ADB lists it" to "it can send". Each step finds out what is so, does what is missing and
 * says what came of it; a run that stopped anywhere is repaired by the next.
 */
import { assertNever } from '../../shared/assert-never.ts';
import { AdbError, type AdbServer } from '../adb/adb-server.ts';
import { callProvider, type ProviderAnswer } from '../adb/content-call.ts';
import { listPhones } from '../adb/list-phones.ts';
import { readHardwareSerial } from '../adb/hardware-serial.ts';
import { readProperty } from '../adb/read-property.ts';
import { isRelayInstalled } from '../adb/relay-service.ts';
import { layCable } from '../devices/cable.ts';
import { adviceFor, adviceForAdb } from '../devices/phone-problem.ts';
import { checkFacts } from './phone-check.ts';
import {
  waitingSteps,
  type ProvisionStep,
  type RunState,
  type StepName,
  type StepResult,
} from './provision-steps.ts';

/** What the steps need of the rest of the gateway. */
export interface ProvisioningParts {
  readonly server: AdbServer;
  /** A one-time code bound to a hardware serial; `revoke` takes it back. */
  readonly issueCode: (hardwareSerial: string) => { readonly code: string; readonly revoke: () => void };
  readonly pin: string;
  readonly relayPort: () => number;
  /** Whether the phone was paired since `since`, milliseconds since 1970, with its state now. */
  readonly phoneNow: (hardwareSerial: string) => {
    readonly isPaired: boolean;
    readonly pairedAt: number;
    readonly state: string;
    readonly problem: { readonly message: string; readonly fix: string } | null;
  } | null;
  readonly now: () => number;
  /** Resolves after a while, or as soon as something changed. */
  readonly nextChange: (withinMs: number) => Promise<void>;
}

export interface ProvisionOutcome {
  readonly state: Exclude<RunState, 'running'>;
}

const PAIR_DEADLINE_MS = 45_000;
const VERIFY_DEADLINE_MS = 30_000;

interface Run {
  readonly serial: string;
  hardwareSerial: string;
}

/** Runs the steps for one phone; `tell` gets the whole list after every change. */
export async function provisionPhone(
  parts: ProvisioningParts,
  serial: string,
  tell: (steps: readonly ProvisionStep[]) => void,
): Promise<ProvisionOutcome> {
  const steps = waitingSteps();
  const run: Run = { serial, hardwareSerial: serial };
  const work: Readonly<Record<StepName, () => Promise<StepResult>>> = {
    find: () => find(parts, run),
    check: () => check(parts, run),
    install: () => install(parts, run),
    link: () => link(parts, run),
    verify: () => verify(parts, run),
  };
  for (const [index, step] of steps.entries()) {
    steps[index] = { ...step, state: 'running' };
    tell([...steps]);
    const result = await work[step.name]().catch(failureOf);
    steps[index] = { ...step, state: result.state, message: result.message, fix: result.fix ?? null };
    tell([...steps]);
    if (result.state === 'failed' || result.state === 'needs_you') return { state: result.state };
  }
  return { state: 'done' };
}

function failureOf(error: unknown): StepResult {
  if (!(error instanceof AdbError)) {
    return {
      state: 'failed',
      message: 'Something went wrong inside the gateway.',
      fix: 'Click Pair again; if it comes back, look into the log of the gateway.',
    };
  }
  switch (error.kind) {
    case 'no_adb':
    case 'no_server': {
      const advice = adviceForAdb(error.kind);
      return {
        state: 'needs_you',
        message: advice.message,
        fix: advice.fix ?? 'Click Pair again in a moment.',
      };
    }
    case 'deadline':
      return {
        state: 'failed',
        message: 'The phone did not answer in time.',
        fix: 'Check the cable, unlock the phone, then click Pair again.',
      };
    case 'gone':
    case 'refused':
      return lostPhone(error);
    default:
      return assertNever(error.kind);
  }
}

/** What adb says of a phone that it lost; its words are the same in every version. */
function lostPhone(error: AdbError): StepResult {
  const state = /device (unauthorized|offline|still authorizing)/.exec(error.message)?.[1];
  if (state !== undefined) {
    const { message, fix } = adviceFor(state === 'offline' ? 'offline' : 'unauthorized', false);
    return { state: 'needs_you', message, fix: fix ?? 'Click Pair again.' };
  }
  if (/not found|closed|went away/i.test(error.message)) {
    return {
      state: 'needs_you',
      message: 'The phone is gone from the cable.',
      fix: 'Plug it in again, then click Pair again.',
    };
  }
  return {
    state: 'failed',
    message: `ADB says: ${error.message}`,
    fix: 'Check the cable, then click Pair again.',
  };
}

async function find({ server }: ProvisioningParts, run: Run): Promise<StepResult> {
  const phone = (await listPhones(server)).find((listed) => listed.serial === run.serial);
  if (phone === undefined) {
    return {
      state: 'needs_you',
      message: 'ADB does not list this phone.',
      fix: 'Plug it in with a data cable and switch USB debugging on in the developer options.',
    };
  }
  if (phone.state !== 'device') {
    const advice = adviceFor(phone.state, false);
    return {
      state: 'needs_you',
      message: advice.message,
      ...(advice.fix === null ? {} : { fix: advice.fix }),
    };
  }
  run.hardwareSerial = await readHardwareSerial(server, run.serial);
  return { state: 'done', message: `Found ${phone.model ?? run.serial}.` };
}

async function check({ server }: ProvisioningParts, run: Run): Promise<StepResult> {
  return checkFacts({
    apiLevel: await readProperty(server, run.serial, 'ro.build.version.sdk'),
    simState: await readProperty(server, run.serial, 'gsm.sim.state'),
    isUnlocked: await readProperty(server, run.serial, 'sys.user.0.ce_available'),
  });
}

async function install({ server }: ProvisioningParts, run: Run): Promise<StepResult> {
  if (await isRelayInstalled(server, run.serial)) {
    return { state: 'skipped', message: 'The relay app is on the phone.' };
  }
  return {
    state: 'needs_you',
    message: 'The relay app is not on the phone.',
    fix: 'Install the RelayDesk Relay app on the phone, then click Pair again.',
  };
}

async function link(parts: ProvisioningParts, run: Run): Promise<StepResult> {
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
  const answer = await callProvider(parts.server, run.serial, 'pair', {
    code,
    pin: parts.pin,
    host: '127.0.0.1',
    port: cable.phonePort,
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

async function verify(parts: ProvisioningParts, run: Run): Promise<StepResult> {
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
