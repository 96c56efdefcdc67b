/**
 * Reads beside the gateway: lists and searches run in a thread of their own, so that the one that accepts never waits
 * for them. The thread starts with the first read and ends when none came for a while.
 */
import BetterSqlite3 from 'better-sqlite3';
import { Worker } from 'node:worker_threads';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { Logger } from '../foundation/logger.ts';
import { logged } from '../foundation/faults.ts';
import { after, type Timer } from '../foundation/timers.ts';
import { isReadAnswer, type ReadTable } from './read-answers.ts';

/** Runs the reads of a table `R` in the thread. */
export interface ReadThread<R extends ReadTable> {
  /**
   * Sees everything that was committed before it was asked. Rejects with what the read threw; with `queue_blocked`
   * (`read_timeout`) when its time is over: then nothing of it runs on.
   */
  read<N extends keyof R & string>(name: N, argument: Parameters<R[N]>[0]): Promise<ReturnType<R[N]>>;
  isRunning(): boolean;
  /** Later reads are refused. Resolves when the thread is gone. Safe twice. */
  stop(): Promise<void>;
}

export interface ReadThreadOptions {
  /** The program of the thread; it answers with `answerReads`. */
  readonly program: URL;
  /** What the program is told at its start. */
  readonly data: unknown;
  readonly deadlineMs?: number;
  /** Without a read for so long the thread ends. */
  readonly idleMs?: number;
  /** Hears of every error that a read threw. */
  readonly failed?: (error: unknown) => void;
  readonly log: Logger;
}

const DEADLINE_MS = 5_000;
const IDLE_MS = 60_000;

interface Asked {
  readonly order: { readonly id: number; readonly name: string; readonly argument: unknown };
  readonly done: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
  timer: Timer;
}

export function createReadThread<R extends ReadTable>(options: ReadThreadOptions): ReadThread<R> {
  const {
    program,
    data,
    log,
    deadlineMs = DEADLINE_MS,
    idleMs = IDLE_MS,
    failed = () => undefined,
  } = options;
  const threadFailed = logged(log, 'the thread that reads could not be ended');
  const asked = new Map<number, Asked>();
  const ending = new Set<Promise<unknown>>();
  let worker: Worker | null = null;
  let idle: Timer | null = null;
  let lastId = 0;
  let isStopped = false;

  function start(): Worker {
    const own = new Worker(program, { workerData: data, execArgv: [] });
    own.on('message', hear);
    own.on('error', (error) => {
      log.error({ error: String(error) }, 'the thread that reads broke');
      lose(own, error);
    });
    own.on('exit', () => {
      lose(own, new Error('the thread that reads ended'));
    });
    return own;
  }

  /** A thread that is gone answers nothing any more; one that was ended on purpose has nothing to answer. */
  function lose(own: Worker, error: unknown): void {
    if (worker !== own) return;
    worker = null;
    for (const one of [...asked.values()]) finish(one, () => one.fail(error));
  }

  function finish(one: Asked, tell: () => void): void {
    one.timer.stop();
    asked.delete(one.order.id);
    if (asked.size === 0) restLater();
    tell();
  }

  function hear(told: unknown): void {
    if (!isReadAnswer(told)) return;
    const one = asked.get(told.id);
    if (one === undefined) return;
    finish(one, () => {
      if (told.ok) one.done(told.value);
      else {
        const error = errorOf(told.error);
        failed(error);
        one.fail(error);
      }
    });
  }

  function end(): void {
    const own = worker;
    worker = null;
    idle?.stop();
    if (own === null) return;
    const gone = own.terminate().finally(() => ending.delete(gone));
    ending.add(gone);
  }

  function restLater(): void {
    idle?.stop();
    if (worker !== null) idle = after(idleMs, end, threadFailed);
  }

  /** SQLite can not be stopped in the middle of a statement: the thread is left, and the others are asked anew. */
  function giveUp(one: Asked): void {
    log.warn({ read: one.order.name, deadlineMs }, 'a read took too long');
    end();
    finish(one, () => {
      one.fail(tooSlow());
    });
    for (const { order } of asked.values()) post(order);
  }

  function post(order: Asked['order']): void {
    worker ??= start();
    worker.postMessage(order);
  }

  return {
    read: <N extends keyof R & string>(name: N, argument: Parameters<R[N]>[0]) =>
      new Promise<ReturnType<R[N]>>((resolve, reject) => {
        if (isStopped) {
          reject(new Error('the gateway is stopping'));
          return;
        }
        idle?.stop();
        lastId += 1;
        const one: Asked = {
          order: { id: lastId, name, argument },
          done: (value) => resolve(value as ReturnType<R[N]>),
          fail: reject,
          timer: after(deadlineMs, () => giveUp(one), threadFailed),
        };
        asked.set(one.order.id, one);
        post(one.order);
      }),
    isRunning: () => worker !== null,
    stop: async () => {
      isStopped = true;
      const left = [...asked.values()];
      end();
      for (const one of left) finish(one, () => one.fail(new Error('the gateway is stopping')));
      await Promise.all(ending);
    },
  };
}

/** As it was thrown in the thread: an error of SQLite keeps its code. */
function errorOf({ message, code }: { readonly message: string; readonly code: string | null }): Error {
  return code === null ? new Error(message) : new BetterSqlite3.SqliteError(message, code);
}

function tooSlow(): GatewayError {
  return new GatewayError('queue_blocked', sentence('refusal.read_timeout'), {
    details: { reason: 'read_timeout' },
    headers: { 'retry-after': '1' },
  });
}
