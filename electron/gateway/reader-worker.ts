/** A thread that reads lists and searches; started by the gateway when one is asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from './storage/database.ts';
import { answerReads } from './storage/read-answers.ts';
import { createReads, readerDataOf } from './wiring/reads.ts';

if (parentPort === null) throw new Error('this program is started by the gateway only');
const { path, searchPath } = readerDataOf(workerData);
answerReads(parentPort, () => createReads(openReader(path), searchPath));
