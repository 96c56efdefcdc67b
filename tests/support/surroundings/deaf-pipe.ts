import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

export type DeafChild = ChildProcessByStdio<null, Readable, Readable>;

/** Runs Node until the test ends; nobody reads its standard error unless the test does. */
export function runDeaf(args: readonly string[], env: NodeJS.ProcessEnv = process.env): DeafChild {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}
