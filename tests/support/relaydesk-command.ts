/** `relaydesk` as a person types it, in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';

const SERVE = path.resolve(import.meta.dirname, '../../electron/gateway/serve.ts');

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

export function relaydesk(...words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SERVE, ...words], (error, out, errors) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, out, errors });
    });
  });
}
