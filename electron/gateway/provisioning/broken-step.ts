import { assertNever } from '../../shared/assert-never.ts';
import { AdbError } from '../adb/adb-server.ts';
import { adviceFor, adviceForAdb } from '../devices/phone-problem.ts';
import type { StepResult } from './provision-steps.ts';

/** What a person reads when ADB, or the gateway itself, broke off a step. */
export function brokenStep(error: unknown): StepResult {
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
