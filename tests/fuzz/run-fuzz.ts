/** Feeds one target for a while, and judges: no throw, no rejection that nobody caught, the work goes on. */
import { createRandom } from '../support/random.ts';
import type { FuzzTarget } from './fuzz-target.ts';

interface FuzzOutcome {
  readonly cases: number;
  /** What went wrong, and the inputs since the last check that was good; null when nothing did. */
  readonly finding: { readonly error: string; readonly inputs: readonly string[] } | null;
}

interface FuzzOptions {
  readonly seed: number;
  /** Fed first, each kept from a finding. */
  readonly kept: readonly string[];
  readonly forMs: number;
}

const CHECK_EVERY = 500;

export async function runFuzz(target: FuzzTarget, { seed, kept, forMs }: FuzzOptions): Promise<FuzzOutcome> {
  const random = createRandom(seed);
  const uncaught: unknown[] = [];
  const hear = (error: unknown): void => {
    uncaught.push(error);
  };
  process.on('uncaughtException', hear);
  process.on('unhandledRejection', hear);
  const run = await target.start();
  let inputs: string[] = [];
  let cases = 0;

  async function feed(input: string): Promise<void> {
    cases += 1;
    inputs.push(input);
    await run.feed(input);
    if (uncaught.length > 0) throw new Error('an error that nobody caught', { cause: uncaught[0] });
    if (cases % CHECK_EVERY !== 0) return;
    await run.check();
    inputs = [];
  }

  try {
    for (const input of kept) await feed(input);
    const until = performance.now() + forMs;
    while (performance.now() < until) await feed(run.make(random));
    await run.check();
    return { cases, finding: null };
  } catch (error) {
    return { cases, finding: { error: textOf(error), inputs } };
  } finally {
    await run.stop();
    process.off('uncaughtException', hear);
    process.off('unhandledRejection', hear);
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? (error.stack ?? error.message)
    : `${error.message}: ${textOf(error.cause)}`;
}
