import { Worker } from 'node:worker_threads';
import type { Mending } from './mend-database.ts';

/** A check that runs beside the gateway. */
export interface BackgroundMending {
  /** Never rejects: what could not be looked at is `unchecked`. */
  readonly found: Promise<Mending>;
  /** Ends it. Resolves when the thread is gone, which waits for the step that SQLite is in: a second for a million messages. */
  stop(): Promise<void>;
}

const KINDS: readonly string[] = ['sound', 'rebuilt', 'damaged', 'unchecked'] satisfies Mending['kind'][];

function isMending(value: unknown): value is Mending {
  if (typeof value !== 'object' || value === null) return false;
  return KINDS.includes(String(Reflect.get(value, 'kind')));
}

/** The thread's program lies beside this one, as a source or in the bundle. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './mend-worker.ts' : './mend-worker.js',
  import.meta.url,
);

/** Runs `mendDatabase` in a thread of its own, so that nobody waits for it. */
export function mendInBackground(path: string): BackgroundMending {
  const worker = new Worker(PROGRAM, { workerData: path, execArgv: [] });
  const found = new Promise<Mending>((resolve) => {
    const giveUp = (why: unknown): void => {
      resolve({ kind: 'unchecked', why: String(why) });
    };
    worker.once('message', (told: unknown) => {
      if (isMending(told)) resolve(told);
      else giveUp('the check told nothing');
    });
    worker.once('error', giveUp);
    worker.once('exit', () => {
      giveUp('the check was ended');
    });
  });
  return {
    found,
    stop: async () => {
      await worker.terminate();
    },
  };
}
