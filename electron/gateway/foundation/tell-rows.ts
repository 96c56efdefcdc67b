import { textOfError } from './faults.ts';
import type { Logger } from './logger.ts';

/** Makes what is told of each row of a list. */
export type TellRows = <Row, Told>(
  list: string,
  rows: readonly Row[],
  tell: (row: Row) => Told,
) => readonly Told[];

/** Errors of SQLite are about the whole database, and end the whole answer. */
const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error && String(Reflect.get(error, 'code')).startsWith('SQLITE_');

/**
 * One bad row never takes its list with it: a row that makes `tell` throw is left out, and counted in one line of the
 * log. Where the next page begins must be told by the rows, not by what is told of them.
 */
export function createTellRows(log: Pick<Logger, 'warn'>): TellRows {
  return (list, rows, tell) => {
    let leftOut = 0;
    let error = '';
    const told = rows.flatMap((row) => {
      try {
        return [tell(row)];
      } catch (why) {
        if (isOfDatabase(why)) throw why;
        leftOut += 1;
        error = textOfError(why);
        return [];
      }
    });
    if (leftOut > 0) log.warn({ list, leftOut, error }, 'rows of a list can not be told; they are left out');
    return told;
  };
}
