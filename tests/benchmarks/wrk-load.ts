/** As many requests as 64 connections get through, by `wrk` in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const script = join(import.meta.dirname, 'unique-messages.lua');
export const CONNECTIONS = 64;

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What the script prints last. */
interface Summary {
  readonly requests: number;
  readonly microseconds: number;
  readonly refused: number;
  readonly broken: number;
  readonly p50_us: number;
  readonly p99_us: number;
}

/**
 * Posts unique messages to `<url>/v1/messages` for some seconds.
 * @throws when one answer was not 2xx or one connection broke: such a figure would be worth nothing
 */
export async function loadWithWrk(load: {
  readonly url: string;
  readonly token: string;
  readonly run: string;
  readonly seconds: number;
}): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(
    'wrk',
    [
      '-t1',
      `-c${CONNECTIONS}`,
      `-d${load.seconds}s`,
      '-s',
      script,
      `${load.url}/v1/messages`,
      '--',
      load.token,
      load.run,
    ],
    { timeout: (load.seconds + 30) * 1000 },
  );
  const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Summary;
  if (summary.refused > 0 || summary.broken > 0) {
    throw new Error(
      `${summary.refused} of ${summary.requests} requests were not answered 2xx, ${summary.broken} connections broke`,
    );
  }
  return {
    requestsPerSecond: (summary.requests / summary.microseconds) * 1e6,
    p50Ms: summary.p50_us / 1000,
    p99Ms: summary.p99_us / 1000,
  };
}
