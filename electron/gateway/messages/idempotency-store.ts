import { hash } from 'node:crypto';
import type { Database } from '../storage/database.ts';

const DAY_MS = 86_400_000;
/** A key lives 48 hours at least: today's bucket and the two before it are looked at. */
const LIVE_DAYS = 3;

export interface IdempotencyScope {
  readonly clientId: string;
  readonly mode: string;
  readonly route: string;
  readonly key: string;
}

/** Keys in buckets by day, so that the index stays small and inserts stay near each other. */
export interface IdempotencyStore {
  find(
    scope: IdempotencyScope,
    now: number,
  ): { readonly fingerprint: Buffer; readonly requestId: string } | undefined;
  insert(scope: IdempotencyScope, fingerprint: Buffer, requestId: string, now: number): void;
  /** Deletes at most `limit` keys that `find` looks at no more, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

/** What a body means, whatever the order of its fields. */
export function fingerprintOf(body: unknown): Buffer {
  return hash('sha256', JSON.stringify(sorted(body)), 'buffer');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

export function createIdempotencyStore(db: Database): IdempotencyStore {
  const find = db.prepare<unknown[], { fingerprint: Buffer; requestId: string }>(
    `SELECT fingerprint, request_id AS requestId FROM idempotency
     WHERE day = ? AND client_id = ? AND mode = ? AND route = ? AND key_hash = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO idempotency (day, client_id, mode, route, key_hash, fingerprint, request_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const prune = db.prepare(
    'DELETE FROM idempotency WHERE seq IN (SELECT seq FROM idempotency WHERE day <= ? LIMIT ?)',
  );
  const dayOf = (now: number): number => Math.floor(now / DAY_MS);
  const keyHash = (key: string): Buffer => hash('sha256', key, 'buffer').subarray(0, 16);
  return {
    find: (scope, now) => {
      const key = keyHash(scope.key);
      for (let back = 0; back < LIVE_DAYS; back += 1) {
        const found = find.get(dayOf(now) - back, scope.clientId, scope.mode, scope.route, key);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    insert: (scope, fingerprint, requestId, now) => {
      insert.run(
        dayOf(now),
        scope.clientId,
        scope.mode,
        scope.route,
        keyHash(scope.key),
        fingerprint,
        requestId,
      );
    },
    prune: (now, limit) => prune.run(dayOf(now) - LIVE_DAYS, limit).changes,
  };
}
