import type { Database } from '../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';
import type { LaneKey } from './lane-store.ts';

/** What can be paused by itself; pausing all is a setting. */
export type HoldKind = 'client' | 'device' | 'batch';

/** What is paused. Held in memory too: it is asked for every message. */
export interface HoldStore {
  has(kind: HoldKind, id: string): boolean;
  holdsLane(lane: LaneKey): boolean;
  /** Inside a transaction; says whether anything changed. */
  set(kind: HoldKind, id: string, isHeld: boolean, now: number): boolean;
}

export function createHoldStore(db: Database, ifUndone: IfUndone = NEVER_UNDONE): HoldStore {
  const all = db.prepare<[], { kind: string; id: string }>('SELECT kind, id FROM queue_holds');
  const insert = db.prepare('INSERT OR IGNORE INTO queue_holds (kind, id, since) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM queue_holds WHERE kind = ? AND id = ?');
  const held = new Set<string>();
  const keyOf = (kind: string, id: string): string => `${kind}/${id}`;
  for (const { kind, id } of all.all()) held.add(keyOf(kind, id));
  const put = (key: string, isHeld: boolean): void => {
    if (isHeld) held.add(key);
    else held.delete(key);
  };
  const has = (kind: HoldKind, id: string): boolean => held.size > 0 && held.has(keyOf(kind, id));
  return {
    has,
    holdsLane: ({ clientId, batchId }) =>
      has('client', clientId) || (batchId !== '' && has('batch', batchId)),
    set: (kind, id, isHeld, now) => {
      const { changes } = isHeld ? insert.run(kind, id, now) : remove.run(kind, id);
      if (changes === 0) return false;
      put(keyOf(kind, id), isHeld);
      ifUndone(() => {
        put(keyOf(kind, id), !isHeld);
      });
      return true;
    },
  };
}
