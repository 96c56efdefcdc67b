import { assertNever } from '../../shared/assert-never.ts';
import { sentence } from '../../shared/words/words.ts';
import { AdbError } from '../adb/adb-server.ts';
import { adviceFor, adviceForAdb } from '../devices/phone-problem.ts';
import { failed, needsYou, type StepResult } from './provision-steps.ts';

/** What a person reads when ADB, or the gateway itself, broke off a step. */
export function brokenStep(error: unknown): StepResult {
  if (!(error instanceof AdbError)) return failed(sentence('step.gateway_trouble'));
  switch (error.kind) {
    case 'no_adb':
      return needsYou(adviceForAdb(error.kind));
    case 'no_server':
      return needsYou(sentence('step.adb_silent'));
    case 'deadline':
      return failed(sentence('step.phone_slow'));
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
    return needsYou(adviceFor(state === 'offline' ? 'offline' : 'unauthorized', false));
  }
  if (/not found|closed|went away/i.test(error.message)) return needsYou(sentence('step.phone_gone'));
  return failed(sentence('step.adb_says', { words: error.message }));
}
