import { Worker } from 'node:worker_threads';
import type { CopyFacts, CopyOrder } from './backup-copy.ts';

/** A backup could not be made; `code` is SQLite's or the system's word for it, or empty. */
export class BackupFailedError extends Error {
  readonly code: string;

  constructor(code: string, why: string) {
    super(why);
    this.name = 'BackupFailedError';
    this.code = code;
  }
}

export interface BackgroundCopy {
  /** Rejects with `BackupFailedError`; then there is no file. */
  readonly made: Promise<CopyFacts>;
  /** Ends it; what it had written is removed when the next one begins. Resolves when the thread is gone. */
  stop(): Promise<void>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The thread's program lies beside this one, as a source or in the bundle. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js',
  import.meta.url,
);

/** Runs `copyDatabase` in a thread of its own, so that accepting goes on. */
export function copyInBackground(order: CopyOrder): BackgroundCopy {
  const worker = new Worker(PROGRAM, { workerData: order, execArgv: [] });
  const made = new Promise<CopyFacts>((resolve, reject) => {
    worker.once('message', (told: unknown) => {
      const field = (name: string): unknown =>
        typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined;
      const [bytes, messages] = [field('bytes'), field('messages')];
      if (typeof bytes === 'number' && typeof messages === 'number') resolve({ bytes, messages });
      else reject(new BackupFailedError(textOf(field('code')), textOf(field('why'))));
    });
    worker.once('error', (error) => {
      reject(new BackupFailedError('', String(error)));
    });
    worker.once('exit', () => {
      reject(new BackupFailedError('', 'the copy was ended'));
    });
  });
  return {
    made,
    stop: async () => {
      await worker.terminate();
    },
  };
}
