/** What the thread that reads is asked and answers; the half of it that runs there. */
import BetterSqlite3 from 'better-sqlite3';
import type { MessagePort } from 'node:worker_threads';

/** The reads that a thread knows, by name. Arguments and answers are copied between the threads. */
// Parameters are contravariant: `never` is what every function takes.
export type ReadTable = Readonly<Record<string, (argument: never) => unknown>>;

/** An error as it is told across threads; `code` is SQLite's. */
interface ToldError {
  readonly message: string;
  readonly code: string | null;
}

export type ReadAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ToldError };

export function isReadAnswer(told: unknown): told is ReadAnswer {
  return typeof told === 'object' && told !== null && 'id' in told && 'ok' in told;
}

interface ReadOrder {
  readonly id: number;
  readonly name: string;
  readonly argument: never;
}

function isReadOrder(told: unknown): told is ReadOrder {
  return typeof told === 'object' && told !== null && 'id' in told && 'name' in told;
}

/** Answers what comes through the port, one read after the other; a database that can not be opened is an answer too. */
export function answerReads(port: MessagePort, open: () => ReadTable): void {
  let opened: ReadTable | null = null;
  port.on('message', (order: unknown) => {
    if (!isReadOrder(order)) return;
    port.postMessage(answerTo(order, () => (opened ??= open())));
  });
}

function answerTo({ id, name, argument }: ReadOrder, reads: () => ReadTable): ReadAnswer {
  try {
    const read = reads()[name];
    if (read === undefined) throw new Error(`no read is called ${name}`);
    return { id, ok: true, value: read(argument) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof BetterSqlite3.SqliteError ? error.code : null;
    return { id, ok: false, error: { message, code } };
  }
}
