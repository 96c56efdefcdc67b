import { translateWriteError, type Database } from './database.ts';

type Unit = {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
};

/** Writes wait for each other here and share one durable commit. */
export interface Writer {
  /**
   * Runs the unit inside the next transaction and resolves with its value once that is on disk. A unit that
   * throws is undone alone and rejects alone; a commit that fails rejects every unit of its transaction.
   */
  write<T>(unit: () => T): Promise<T>;
  /** The same for the hot path: calls back instead of making a promise. */
  writeThen<T>(unit: () => T, done: (value: T) => void, fail: (error: unknown) => void): void;
  /** Called after each successful commit. */
  onCommit(listener: () => void): void;
  /** Called after a unit or a whole transaction was undone. */
  onUndone(listener: () => void): void;
  /** Commits what waits; later writes are refused. */
  stop(): void;
}

/** A transaction takes at most this many units, so that one turn of the loop stays short. */
const MAX_UNITS_PER_COMMIT = 512;

/** One transaction a turn of the event loop, with a savepoint for each unit. */
export function createWriter(db: Database): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT unit');
  const release = db.prepare('RELEASE unit');
  const undo = db.prepare('ROLLBACK TO unit');
  const listeners: (() => void)[] = [];
  const undoneListeners: (() => void)[] = [];
  let waiting: Unit[] = [];
  let isScheduled = false;
  let isStopped = false;

  function runUnit(unit: Unit): { ok: true; value: unknown } | { ok: false; error: unknown } {
    savepoint.run();
    try {
      const value = unit.run();
      release.run();
      return { ok: true, value };
    } catch (error) {
      if (db.inTransaction) {
        undo.run();
        release.run();
      }
      return { ok: false, error };
    }
  }

  function flush(): void {
    isScheduled = false;
    const units = waiting.length > MAX_UNITS_PER_COMMIT ? waiting.splice(0, MAX_UNITS_PER_COMMIT) : waiting;
    if (units === waiting) waiting = [];
    if (units.length === 0) return;
    if (waiting.length > 0) schedule();
    const results: ReturnType<typeof runUnit>[] = [];
    try {
      begin.run();
      for (const unit of units) results.push(runUnit(unit));
      commit.run();
    } catch (error) {
      if (db.inTransaction) rollback.run();
      for (const listener of undoneListeners) listener();
      for (const unit of units) unit.fail(translateWriteError(error));
      return;
    }
    if (results.some((result) => !result.ok)) for (const listener of undoneListeners) listener();
    for (const listener of listeners) listener();
    units.forEach((unit, index) => {
      const result = results[index];
      if (result === undefined) return;
      if (result.ok) unit.done(result.value);
      else unit.fail(translateWriteError(result.error));
    });
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  function add(unit: Unit): void {
    if (isStopped) {
      unit.fail(new Error('the gateway is stopping'));
      return;
    }
    waiting.push(unit);
    schedule();
  }

  return {
    write: <T>(run: () => T) =>
      new Promise<T>((resolve, reject) => {
        add({ run, done: (value) => resolve(value as T), fail: reject });
      }),
    writeThen: <T>(run: () => T, done: (value: T) => void, fail: (error: unknown) => void) => {
      add({ run, done: (value) => done(value as T), fail });
    },
    onCommit: (listener) => {
      listeners.push(listener);
    },
    onUndone: (listener) => {
      undoneListeners.push(listener);
    },
    stop: () => {
      while (waiting.length > 0) flush();
      isStopped = true;
    },
  };
}
