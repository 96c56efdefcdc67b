import type { GroupTurn } from './group-turn.ts';
import type { LedgerDatabase, LedgerStatement } from './ledger-database.ts';

/** Prepared once each; every write joins the turn's transaction. */
export class Statements {
  readonly #db: LedgerDatabase;
  readonly #turn: GroupTurn;
  readonly #prepared = new Map<string, LedgerStatement>();

  constructor(db: LedgerDatabase, turn: GroupTurn) {
    this.#db = db;
    this.#turn = turn;
  }

  /** Writes; answers how many rows it changed. */
  run(sql: string, ...values: unknown[]): number {
    this.#turn.begin();
    return this.#statement(sql).run(...values).changes;
  }

  all(sql: string, ...values: unknown[]): Record<string, unknown>[] {
    return this.#statement(sql)
      .all(...values)
      .filter(isRecord);
  }

  get(sql: string, ...values: unknown[]): Record<string, unknown> | undefined {
    const found = this.#statement(sql).get(...values);
    return isRecord(found) ? found : undefined;
  }

  /** The first column of the first row; null when there is none. */
  value(sql: string, ...values: unknown[]): unknown {
    return Object.values(this.get(sql, ...values) ?? {})[0] ?? null;
  }

  /** The same as a number; 0 when there is none. */
  number(sql: string, ...values: unknown[]): number {
    return Number(this.value(sql, ...values) ?? 0);
  }

  #statement(sql: string): LedgerStatement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
