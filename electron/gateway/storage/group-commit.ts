import { logged, textOfError } from '../foundation/faults.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { after, soon } from '../foundation/timers.ts';
import { isBusy, translateWriteError, type Database } from './database.ts';
import { createTransactions, type IfUndone, type Result, type UnitOfWork } from './transactions.ts';

type Waiter = {
  readonly run: UnitOfWork;
  readonly done: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
};

/** Writes wait for each other here and share one durable commit. */
export interface Writer {
  /**
   * Runs the unit inside the next transaction and resolves with its value once that is on disk. A unit that
   * throws is undone alone and rejects alone; a commit that fails, or an error on which SQLite undoes the whole
   * transaction, rejects every unit that ran in it, and none of those is on disk. A unit may run twice, because a
   * transaction with one that throws is undone and run again: what it changes is in the tables or is taken back by
   * `ifUndone`, and it never catches an error of the database to go on. Rejects with `queue_blocked` when the disk
   * is full (`storage_low`), the file is damaged (`storage_damaged`) or gone (`storage_lost`), or another program holds
   * the database (`storage_busy`).
   */
  write<T>(unit: () => T): Promise<T>;
  /** Called inside each transaction behind its units; what it throws undoes them. */
  beforeCommit(listener: () => void): void;
  /** Called after each successful commit, before the units of that commit are told. */
  onCommit(listener: () => void): void;
  readonly ifUndone: IfUndone;
  /** Commits what waits and tells it; later writes are refused. Safe twice. */
  stop(): void;
}

/** A transaction takes at most this many units, so that one turn of the loop stays short. */
const MAX_UNITS_PER_COMMIT = 512;
/** While another program holds the database, the loop is left free between two looks. */
const BUSY_RETRY_MS = 10;
/** How long a unit waits for another program before it is refused; the last look of `stop` blocks as long. */
const BUSY_PATIENCE_MS = 1_000;

interface WriterHooks {
  /** Throws where a commit would not be kept, such as into a file that was deleted. */
  readonly beforeCommit?: () => void;
}

/** One transaction a turn of the event loop. */
export function createWriter(db: Database, log: Logger = silentLogger, hooks: WriterHooks = {}): Writer {
  const closers: (() => void)[] = [];
  const transactions = createTransactions(db, () => {
    for (const close of closers) close();
    hooks.beforeCommit?.();
  });
  const listeners: (() => void)[] = [];
  const flushFailed = logged(log, 'a commit could not be tried');
  let waiting: Waiter[] = [];
  let isScheduled = false;
  let isStopped = false;
  let busySince: number | null = null;

  /** Tells a listener of a commit; one that throws must not keep the next, or a unit, from being told. */
  function tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      log.error({ error: textOfError(error) }, 'what follows a commit threw');
    }
  }

  function decide(unit: Waiter, result: Result): void {
    if (result.ok) {
      unit.done(result.value);
      return;
    }
    unit.fail(translateWriteError(result.error, db.name));
  }

  /** Null while another program holds the database and its time is not over. */
  function run(units: readonly Waiter[]): readonly Result[] | null {
    try {
      const results = transactions.run(units.map((unit) => unit.run));
      busySince = null;
      return results;
    } catch (error) {
      const now = performance.now();
      if (isBusy(error) && !isStopped && now - (busySince ??= now) < BUSY_PATIENCE_MS) return null;
      busySince = null;
      return units.map(() => ({ ok: false, error }));
    }
  }

  function flush(): void {
    const units = waiting.slice(0, MAX_UNITS_PER_COMMIT);
    if (units.length === 0) return;
    const results = run(units);
    if (results === null) {
      schedule();
      return;
    }
    waiting = waiting.slice(results.length);
    if (waiting.length > 0) schedule();
    if (results.some((result) => result.ok)) listeners.forEach(tell);
    units.forEach((unit, index) => {
      const result = results[index];
      if (result !== undefined) decide(unit, result);
    });
  }

  function schedule(): void {
    if (isScheduled || isStopped) return;
    isScheduled = true;
    const next = (): void => {
      isScheduled = false;
      flush();
    };
    if (busySince === null) soon(next, flushFailed);
    else after(BUSY_RETRY_MS, next, flushFailed);
  }

  function add(unit: Waiter): void {
    if (isStopped) {
      unit.fail(new Error('the gateway is stopping'));
      return;
    }
    waiting.push(unit);
    schedule();
  }

  return {
    write: <T>(unit: () => T) =>
      new Promise<T>((resolve, reject) => {
        add({ run: unit, done: (value) => resolve(value as T), fail: reject });
      }),
    beforeCommit: (listener) => {
      closers.push(listener);
    },
    onCommit: (listener) => {
      listeners.push(listener);
    },
    ifUndone: transactions.ifUndone,
    stop: () => {
      if (isStopped) return;
      isStopped = true;
      db.pragma(`busy_timeout = ${BUSY_PATIENCE_MS}`);
      while (waiting.length > 0) flush();
    },
  };
}
