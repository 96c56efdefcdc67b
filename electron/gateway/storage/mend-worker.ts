/** A thread that mends one database file and tells what it found; started by `mend-in-background.ts`. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { mendDatabase } from './mend-database.ts';

// On Linux a thread has a priority of its own; elsewhere it would be the whole gateway's.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
parentPort?.postMessage(mendDatabase(String(workerData)));
