import type { Database } from './database.ts';

/** The methods of a statement that run it. */
const RUNS = ['run', 'get', 'all', 'iterate'] as const;

/**
 * Lets `failed` hear of every error of the statements that are prepared from now on, whoever runs them; each is thrown
 * on. So damage is noticed by whatever read meets it first.
 */
export function watchStatements(db: Database, failed: (error: unknown) => void): void {
  const prepare = db.prepare.bind(db);
  Reflect.set(db, 'prepare', (sql: string) => {
    const statement = prepare(sql);
    for (const name of RUNS) watch(statement, name, failed);
    return statement;
  });
}

function watch(statement: object, name: (typeof RUNS)[number], failed: (error: unknown) => void): void {
  const method: unknown = Reflect.get(statement, name);
  if (typeof method !== 'function') return;
  Reflect.set(statement, name, (...values: readonly unknown[]): unknown => {
    try {
      const answer: unknown = Reflect.apply(method, statement, values);
      return answer;
    } catch (error) {
      failed(error);
      throw error;
    }
  });
}
