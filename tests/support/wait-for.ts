/** How a test waits: for a fact, with a deadline and a sentence, never for a while. */
import { setTimeout as pause } from 'node:timers/promises';

interface WaitOptions {
  readonly deadlineMs?: number;
  readonly everyMs?: number;
}

/**
 * Asks `probe` until it answers something other than undefined, false or null, and returns that answer.
 * A probe that throws counts as "not yet". Throws "waited N ms for WHAT", with the last error as its cause.
 * The deadline follows the monotonic clock, so a test may stand the wall clock still.
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | Promise<T>,
  { deadlineMs = 10_000, everyMs = 25 }: WaitOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const until = performance.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (isAnswer(answer)) return answer;
    } catch (error) {
      cause = error;
    }
    if (performance.now() >= until) throw new Error(`waited ${deadlineMs} ms for ${what}`, { cause });
    await pause(everyMs);
  }
}

function isAnswer<T>(answer: T): answer is NonNullable<Exclude<T, false>> {
  return answer !== undefined && answer !== null && answer !== false;
}
