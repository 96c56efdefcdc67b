/** Messages that wait for one SIM are given to another: in the transaction, counted in both lanes, each once. */
import type { Feed } from '../events/feed.ts';
import type { Database } from '../storage/database.ts';
import type { Lanes } from './lanes.ts';
import type { MessageRow } from './message-row.ts';

export interface TargetTransitions {
  /**
   * Moves at most `limit` messages that are in line for a SIM, paused ones too, and tells how many. What waits for its
   * time, or for its next try, is moved when that has come. Inside a transaction.
   */
  readonly move: (from: string, to: string, limit: number, now: number) => number;
}

export function createTargetTransitions(
  db: Database,
  lanes: Pick<Lanes, 'readyFor' | 'laneFor' | 'enter' | 'leave'>,
  feed: Pick<Feed, 'note'>,
): TargetTransitions {
  const inLine = db.prepare<[number, number], Pick<MessageRow, 'seq' | 'request_id' | 'parts' | 'sequence'>>(
    `SELECT seq, request_id, parts, sequence FROM messages INDEXED BY messages_waiting
     WHERE state = 'queued' AND due_at IS NULL AND lane_id = ? ORDER BY expires_at LIMIT ?`,
  );
  const move = db.prepare(
    `UPDATE messages SET lane_id = @laneId, sim_id = CASE WHEN sim_id = @from THEN @to ELSE sim_id END,
       updated_at = @now, sequence = sequence + 1
     WHERE seq = @seq AND sequence = @sequence AND state = 'queued' AND due_at IS NULL`,
  );
  return {
    move: (from, to, limit, now) => {
      let moved = 0;
      for (const lane of lanes.readyFor(from)) {
        const { mode, priority, clientId, batchId } = lane;
        const target = lanes.laneFor({ mode, priority, target: to, clientId, batchId });
        for (const row of inLine.all(lane.id, limit - moved)) {
          const { seq, sequence, parts } = row;
          if (move.run({ laneId: target.id, from, to, now, seq, sequence }).changes === 0) continue;
          lanes.leave({ laneId: lane.id, parts, isDue: false });
          lanes.enter({ laneId: target.id, parts, isDue: false });
          feed.note('message', row.request_id);
          moved += 1;
        }
        if (moved >= limit) break;
      }
      return moved;
    },
  };
}
