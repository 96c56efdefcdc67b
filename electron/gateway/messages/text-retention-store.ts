/** Erases the texts of messages that have been over for long, where the operator wants that; the messages stay. */
import { MODES } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';
import { prepareClientsWithMessages } from './message-clients-store.ts';

export interface TextRetentionStore {
  /** Erases at most `limit` texts and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
  /** Whether the search may still know a text that was erased. */
  hasUnsearchable(): boolean;
  /** The search has forgotten these. Inside a transaction. */
  noteForgotten(seqs: readonly number[]): void;
}

const DAY_MS = 86_400_000;

/** `days` after its last change a text is erased; 0: never. */
export function createTextRetentionStore(db: Database, days: () => number): TextRetentionStore {
  const clients = prepareClientsWithMessages(db);
  const until = db
    .prepare<[string, string], number>('SELECT until FROM erased_until WHERE client_id = ? AND mode = ?')
    .pluck();
  const setUntil = db.prepare<[string, string, number]>(
    `INSERT INTO erased_until (client_id, mode, until) VALUES (?, ?, ?)
     ON CONFLICT (client_id, mode) DO UPDATE SET until = excluded.until`,
  );
  // What may still be sent needs its text; when that ends, it changes and comes by here.
  const old = db.prepare<[string, string, number, number, number], { seq: number; at: number }>(
    `SELECT seq, updated_at AS at FROM messages INDEXED BY messages_changed
     WHERE client_id = ? AND mode = ? AND updated_at >= ? AND updated_at < ? AND body <> ''
       AND state NOT IN ('scheduled','queued','sending') ORDER BY updated_at LIMIT ?`,
  );
  const erase = db.prepare<[number]>("UPDATE messages SET body = '' WHERE seq = ?");
  const note = db.prepare<[number]>('INSERT OR IGNORE INTO unsearchable (seq) VALUES (?)');
  const forgotten = db.prepare<[number]>('DELETE FROM unsearchable WHERE seq = ?');
  const anyErased = db.prepare<[], number>('SELECT seq FROM unsearchable LIMIT 1').pluck();

  function eraseOf(clientId: string, mode: string, before: number, limit: number): number {
    const rows = old.all(clientId, mode, until.get(clientId, mode) ?? 0, before, limit);
    for (const { seq } of rows) {
      erase.run(seq);
      note.run(seq);
    }
    const last = rows.length < limit ? before : rows.at(-1)?.at;
    if (last !== undefined) setUntil.run(clientId, mode, last);
    return rows.length;
  }

  return {
    prune: (now, limit) => {
      if (days() <= 0) return 0;
      let erased = 0;
      for (const client of clients()) {
        for (const mode of MODES) {
          if (erased < limit) erased += eraseOf(client, mode, now - days() * DAY_MS, limit - erased);
        }
      }
      return erased;
    },
    hasUnsearchable: () => anyErased.get() !== undefined,
    noteForgotten: (seqs) => {
      for (const seq of seqs) forgotten.run(seq);
    },
  };
}
