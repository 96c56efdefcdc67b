/** A thread that makes one backup and tells what came of it; started by `backup-in-background.ts`. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { copyDatabase, type CopyOrder } from './backup-copy.ts';

// On Linux a thread has a priority of its own; elsewhere it would be the whole gateway's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
try {
  parentPort?.postMessage({ ok: true, ...copyDatabase(workerData as CopyOrder) });
} catch (error) {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const why = error instanceof Error ? error.message : String(error);
  parentPort?.postMessage({ ok: false, code: typeof code === 'string' ? code : '', why });
}
