/** What the ledger needs of its database: better-sqlite3's own shape. Whoever makes a phone opens the file. */
export interface LedgerDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): LedgerStatement;
  exec(sql: string): unknown;
  close(): unknown;
}

export interface LedgerStatement {
  run(...values: unknown[]): { readonly changes: number };
  all(...values: unknown[]): unknown[];
  get(...values: unknown[]): unknown;
}
