import { translateWriteError, type Database } from './database.ts';

type Unit = {
  readonly run: () => unknown;
  readonly done: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
};

type Result =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Writes wait for each other here and share one durable commit. */
export interface Writer {
  /**
   * Runs the unit inside the next transaction and resolves with its value once that is on disk. A unit that
   * throws is undone alone and rejects alone; a commit that fails rejects every unit of its transaction. A unit may
   * run twice, because a transaction with one that throws is undone and run again: what it changes is in the tables.
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

/** One transaction a turn of the event loop. */
export function createWriter(db: Database): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT unit');
  const release = db.prepare('RELEASE unit');
  const undo = db.prepare('ROLLBACK TO unit');
  const listeners: (() => void)[] = [];
  const undoneListeners: (() => void)[] = [];
  const waiting: Unit[] = [];
  let isScheduled = false;
  let isStopped = false;

  /** Each unit alone: the one that throws is undone, the others stay. */
  function runGuarded(unit: Unit): Result {
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

  function undone(): void {
    if (db.inTransaction) rollback.run();
    for (const listener of undoneListeners) listener();
  }

  /** Most transactions have no unit that throws, and need no savepoints. Null: one threw, all is undone. */
  function runPlain(units: readonly Unit[]): readonly Result[] | null {
    begin.run();
    const results: Result[] = [];
    for (const unit of units) {
      try {
        results.push({ ok: true, value: unit.run() });
      } catch {
        // It runs again below, guarded, and tells its error there.
        undone();
        return null;
      }
    }
    commit.run();
    return results;
  }

  function runWithSavepoints(units: readonly Unit[]): readonly Result[] {
    begin.run();
    const results = units.map(runGuarded);
    commit.run();
    if (results.some((result) => !result.ok)) for (const listener of undoneListeners) listener();
    return results;
  }

  function flush(): void {
    isScheduled = false;
    const units = waiting.splice(0, MAX_UNITS_PER_COMMIT);
    if (units.length === 0) return;
    if (waiting.length > 0) schedule();
    let results: readonly Result[];
    try {
      results = runPlain(units) ?? runWithSavepoints(units);
    } catch (error) {
      undone();
      for (const unit of units) unit.fail(translateWriteError(error));
      return;
    }
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
