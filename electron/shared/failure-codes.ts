import { FAILURE } from './words/failures.ts';

/** Why a message failed: a closed table, whose words stand in `words/failures.ts`. */
export type FailureCode = keyof typeof FAILURE;
export const FAILURE_CODES: readonly FailureCode[] = Object.keys(FAILURE).filter(isFailureCode);

export function isFailureCode(text: string | null): text is FailureCode {
  return text !== null && Object.hasOwn(FAILURE, text);
}
