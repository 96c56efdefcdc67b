import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

/** What makes a lane: messages that wait for the same SIMs, with the same urgency, for the same client or batch. */
export interface LaneKey {
  readonly mode: Mode;
  readonly priority: number;
  /** A `dev_…` or `sim_…`, or empty: any. */
  readonly target: string;
  readonly clientId: string;
  /** Empty outside of a batch. */
  readonly batchId: string;
}

export interface LaneRow extends LaneKey {
  readonly id: number;
}

/** How much of a lane waits: ready to go, or for its time. */
export interface LaneLoad extends LaneRow {
  readonly messages: number;
  readonly parts: number;
}

/** Rows of `lanes`, and what waits in each by the indexes alone. */
export interface LaneStore {
  /** Finds or adds a lane; inside a transaction. */
  findOrAdd(key: LaneKey): number;
  byId(id: number): LaneRow | undefined;
  /** What is ready to go, by lane. */
  ready(): readonly LaneLoad[];
  /** What is queued and waits for its time, by lane. */
  due(): readonly LaneLoad[];
}

const LANE = 'l.id, l.mode, l.priority, l.target, l.client_id AS clientId, l.batch_id AS batchId';

export function createLaneStore(db: Database): LaneStore {
  const find = db.prepare<[string, number, string, string, string], { id: number }>(
    'SELECT id FROM lanes WHERE mode = ? AND priority = ? AND target = ? AND client_id = ? AND batch_id = ?',
  );
  const insert = db.prepare(
    'INSERT INTO lanes (mode, priority, target, client_id, batch_id) VALUES (?, ?, ?, ?, ?)',
  );
  const byId = db.prepare<[number], LaneRow>(`SELECT ${LANE} FROM lanes l WHERE l.id = ?`);
  const ready = db.prepare<[], LaneLoad>(
    `SELECT ${LANE}, w.messages, w.parts FROM
       (SELECT lane_id, count(*) AS messages, sum(parts) AS parts FROM messages INDEXED BY messages_waiting
        WHERE state = 'queued' AND due_at IS NULL GROUP BY lane_id) w JOIN lanes l ON l.id = w.lane_id`,
  );
  const due = db.prepare<[], LaneLoad>(
    `SELECT ${LANE}, w.messages, w.parts FROM
       (SELECT lane_id, count(*) AS messages, sum(parts) AS parts FROM messages INDEXED BY messages_due
        WHERE state = 'queued' AND due_at IS NOT NULL GROUP BY lane_id) w JOIN lanes l ON l.id = w.lane_id`,
  );
  return {
    findOrAdd: ({ mode, priority, target, clientId, batchId }) =>
      find.get(mode, priority, target, clientId, batchId)?.id ??
      Number(insert.run(mode, priority, target, clientId, batchId).lastInsertRowid),
    byId: (id) => byId.get(id),
    ready: () => ready.all(),
    due: () => due.all(),
  };
}
