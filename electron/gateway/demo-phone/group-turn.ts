import { soon, type Timer } from '../foundation/timers.ts';
import type { LedgerDatabase } from './ledger-database.ts';

/**
 * One transaction per turn of the event loop: opened by the first write, committed when the turn ends, and only
 * then may anybody hear of what it holds (`afterCommit`). Reads in the turn see its own writes.
 */
export class GroupTurn {
  readonly #db: LedgerDatabase;
  readonly #failed: (error: unknown) => void;
  #isOpen = false;
  #isDead = false;
  #immediate: Timer | undefined;
  #listeners: (() => void)[] = [];

  /** `failed` hears of the error that ended the ledger; everything is closed by then. */
  constructor(db: LedgerDatabase, failed: (error: unknown) => void) {
    this.#db = db;
    this.#failed = failed;
  }

  /** Nothing may be written or told any more. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Runs what an event brought. An error ends the ledger as a crash would: what it holds can't be relied on. */
  guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends the ledger for an error that was met outside of `guard`. */
  fail(error: unknown): void {
    this.kill();
    this.#failed(error);
  }

  /** Call before each write. */
  begin(): void {
    if (this.#isDead) throw new Error('the ledger is closed');
    if (this.#isOpen) return;
    this.#db.exec('BEGIN IMMEDIATE');
    this.#isOpen = true;
    this.#schedule();
  }

  /** Runs once what was written so far is on the disk; in order. */
  afterCommit(listener: () => void): void {
    if (this.#isDead) return;
    this.#listeners.push(listener);
    this.#schedule();
  }

  /** Commits now. */
  commit(): void {
    if (this.#isDead) return;
    this.#immediate?.stop();
    this.#immediate = undefined;
    if (this.#isOpen) {
      this.#db.exec('COMMIT');
      this.#isOpen = false;
    }
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) {
      if (this.isDead) return;
      listener();
    }
  }

  /** Commits what there is, with what follows from it, and closes. */
  close(): void {
    this.guard(() => {
      this.commit();
      if (!this.#isDead) this.#end('COMMIT');
    });
  }

  /** Closes as a crash would: the open transaction is lost, listeners never run. */
  kill(): void {
    if (!this.#isDead) this.#end('ROLLBACK');
  }

  #schedule(): void {
    this.#immediate ??= soon(
      () => {
        this.#immediate = undefined;
        this.commit();
      },
      (error) => {
        this.fail(error);
      },
    );
  }

  #end(how: 'COMMIT' | 'ROLLBACK'): void {
    this.#isDead = true;
    this.#immediate?.stop();
    this.#listeners = [];
    try {
      // A full disk has rolled the transaction back already.
      if (this.#db.inTransaction) this.#db.exec(how);
    } finally {
      this.#db.close();
    }
  }
}
