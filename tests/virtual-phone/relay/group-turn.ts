import type Database from 'better-sqlite3';

/**
 * One transaction per turn of the event loop: opened by the first write, committed when the turn ends, and only
 * then may anybody hear of what it holds (`afterCommit`). Reads in the turn see its own writes.
 */
export class GroupTurn {
  readonly #db: Database.Database;
  readonly #beginStatement: Database.Statement;
  readonly #commitStatement: Database.Statement;
  #isOpen = false;
  #isDead = false;
  #immediate: NodeJS.Immediate | undefined;
  #listeners: (() => void)[] = [];

  constructor(db: Database.Database) {
    this.#db = db;
    this.#beginStatement = db.prepare('BEGIN IMMEDIATE');
    this.#commitStatement = db.prepare('COMMIT');
  }

  /** Nothing may be written or told any more. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** Call before each write. */
  begin(): void {
    if (this.#isDead) throw new Error('the ledger is closed');
    if (this.#isOpen) return;
    this.#beginStatement.run();
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
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
    this.#immediate = undefined;
    if (this.#isOpen) {
      this.#commitStatement.run();
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
    if (this.#isDead) return;
    this.commit();
    this.#end(false);
  }

  /** Closes as a crash would: the open transaction is lost, listeners never run. */
  kill(): void {
    if (!this.#isDead) this.#end(true);
  }

  #schedule(): void {
    this.#immediate ??= setImmediate(() => {
      this.#immediate = undefined;
      this.commit();
    });
  }

  #end(isCrash: boolean): void {
    this.#isDead = true;
    if (this.#immediate !== undefined) clearImmediate(this.#immediate);
    this.#listeners = [];
    if (this.#isOpen) this.#db.exec(isCrash ? 'ROLLBACK' : 'COMMIT');
    this.#db.close();
  }
}
