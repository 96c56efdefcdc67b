const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 5_000;

/**
 * How long to wait before the live connection is tried again. A connection that carried something was a working one,
 * so the next is tried soon, however the last one ended.
 */
export function nextWait(lastWaitMs: number | null, hasCarried: boolean): number {
  return lastWaitMs === null || hasCarried ? FIRST_WAIT_MS : Math.min(lastWaitMs * 2, MAX_WAIT_MS);
}
