import type { Database } from './database.ts';

/** One write; what it changes is in the tables, or is taken back through `ifUndone`. */
export type UnitOfWork = () => unknown;

/** What became of a unit. `ok: false` proves that nothing of it is on disk. */
export type Result =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/**
 * Called inside a unit that changes memory too: `revert` runs if the unit, or its transaction, is undone, the newest
 * first. Outside of a unit there is nothing to undo, and it does nothing.
 */
export type IfUndone = (revert: () => void) => void;

/** For stores whose writes are committed at once, without a writer. */
export const NEVER_UNDONE: IfUndone = () => undefined;

interface Transactions {
  /**
   * Runs the units in one transaction and commits it. The answer has one result for each unit that is decided, in
   * order. It is shorter than the list when SQLite undid the transaction on an error of its own (disk full, disk
   * error): those that ran are told it, those behind them did not run. Throws only when the transaction could not
   * begin; then nothing ran.
   */
  run(units: readonly UnitOfWork[]): readonly Result[];
  readonly ifUndone: IfUndone;
}

/** `beforeCommit` throws where what would be committed must not be; the transaction is undone then. */
export function createTransactions(db: Database, beforeCommit: () => void): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const savepoint = db.prepare('SAVEPOINT unit');
  const release = db.prepare('RELEASE unit');
  const undo = db.prepare('ROLLBACK TO unit');
  const reverts: (() => void)[] = [];
  let isOpen = false;

  function takeBack(mark: number): void {
    while (reverts.length > mark) reverts.pop()?.();
  }

  function undoAll(): void {
    if (db.inTransaction) rollback.run();
    takeBack(0);
  }

  /** A unit alone: one that throws is undone, the others stay. Throws when the whole transaction is gone. */
  function runGuarded(unit: UnitOfWork): Result {
    const mark = reverts.length;
    savepoint.run();
    try {
      const value = unit();
      release.run();
      return { ok: true, value };
    } catch (error) {
      if (!db.inTransaction) throw error;
      undo.run();
      release.run();
      takeBack(mark);
      return { ok: false, error };
    }
  }

  /** Null: a unit threw, everything is undone, and the units can run again, guarded. */
  function attempt(units: readonly UnitOfWork[], isGuarded: boolean): readonly Result[] | null {
    begin.run();
    const results: Result[] = [];
    let started = 0;
    try {
      for (const unit of units) {
        started += 1;
        results.push(isGuarded ? runGuarded(unit) : { ok: true, value: unit() });
        // Without a transaction each further statement would commit alone.
        if (!db.inTransaction) throw new Error('a unit went on after SQLite had undone its transaction');
      }
      beforeCommit();
      commit.run();
    } catch (error) {
      const mayRunAgain = !isGuarded && db.inTransaction && results.length < started;
      undoAll();
      if (mayRunAgain) return null;
      return Array.from({ length: started }, () => ({ ok: false, error }));
    }
    reverts.length = 0;
    return results;
  }

  return {
    run: (units) => {
      isOpen = true;
      try {
        // Most transactions have no unit that throws, and need no savepoints.
        return attempt(units, false) ?? attempt(units, true) ?? [];
      } finally {
        isOpen = false;
      }
    },
    ifUndone: (revert) => {
      if (isOpen) reverts.push(revert);
    },
  };
}
