/**
 * The moves of a batch, one function each, and the counts of its messages, which the move of a message changes in its own
 * transaction. Every function says whether it moved. The table of moves is `BATCH_MOVES`.
 */
import { BATCH_MOVES, MESSAGE_MOVES, type BatchState, type MessageState } from '../../../shared/states.ts';
import type { EventStore } from '../../events/event-store.ts';
import type { Feed } from '../../events/feed.ts';
import type { Database } from '../../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../../storage/transactions.ts';
import type { HoldStore } from '../hold-store.ts';
import type { MessageRow } from '../message-row.ts';
import { batchOf, type CountedRow } from './batch-store.ts';

/** Counts a move of a message in its batch, and ends the batch when nothing of it is open any more. */
export type NoteMove = (
  row: Pick<MessageRow, 'state' | 'batch_seq'>,
  target: MessageState,
  now: number,
) => void;

export interface BatchTransitions {
  /** All its messages are stored: they may go, once the transaction is committed. */
  markAccepted(batchId: string, now: number): boolean;
  markPaused(batchId: string, now: number): boolean;
  markResumed(batchId: string, now: number): boolean;
  /** From now on nothing of it is handed out; its waiting messages are still to be cancelled one by one. */
  markCancelled(batchId: string, now: number): boolean;
  /** Every message of a cancelled batch was looked at. */
  endCancelling(seq: number): void;
  readonly noteMove: NoteMove;
}

interface BatchTransitionDeps {
  readonly db: Database;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly holds: Pick<HoldStore, 'set'>;
  /** Asks each lane anew whether it is held. */
  readonly updateLanes: () => void;
  readonly ifUndone?: IfUndone;
}

const sourcesOf = (target: BatchState): string =>
  Object.entries(BATCH_MOVES)
    .flatMap(([state, targets]) => (targets.includes(target) ? [`'${state}'`] : []))
    .join(',');

export function createBatchTransitions(deps: BatchTransitionDeps): BatchTransitions {
  const { db, events, feed, holds, updateLanes, ifUndone = NEVER_UNDONE } = deps;
  const prepare = (target: BatchState, sources: string, more = '') =>
    db.prepare(`UPDATE batches SET state = '${target}'${more} WHERE batch_id = ? AND state IN (${sources})`);
  const statements = {
    accepted: prepare('running', "'accepting'"),
    paused: prepare('paused', sourcesOf('paused')),
    resumed: prepare('running', "'paused'"),
    cancelled: prepare('cancelled', sourcesOf('cancelled'), ', cancelling = 1'),
  };
  const endCancelling = db.prepare('UPDATE batches SET cancelling = 0 WHERE seq = ?');
  const finish = db.prepare<{ seq: number; now: number }, CountedRow>(
    `UPDATE batches SET finished_at = @now, state = iif(state = 'cancelled', state, 'finished')
     WHERE seq = @seq AND finished_at IS NULL AND state IN ('cancelled',${sourcesOf('finished')}) RETURNING *`,
  );
  const counters = new Map(
    Object.entries(MESSAGE_MOVES).flatMap(([from, targets]) =>
      targets.map((to) => [
        `${from}>${to}`,
        db
          .prepare<[number], number>(
            `UPDATE batches SET n_${from} = n_${from} - 1, n_${to} = n_${to} + 1 WHERE seq = ?
             RETURNING n_scheduled + n_queued + n_sending`,
          )
          .pluck(),
      ]),
    ),
  );

  /** Lanes ask whether they are held, so they are asked again after it changed, and after that was undone. */
  function hold(batchId: string, isHeld: boolean, now: number): void {
    ifUndone(updateLanes);
    if (holds.set('batch', batchId, isHeld, now)) updateLanes();
  }

  function move(statement: keyof typeof statements, batchId: string, now: number): boolean {
    if (statements[statement].run(batchId).changes === 0) return false;
    if (statement !== 'accepted') hold(batchId, statement !== 'resumed', now);
    feed.note('batch', batchId);
    return true;
  }

  function end(seq: number, now: number): void {
    const row = finish.get({ seq, now });
    if (row === undefined) return;
    const batch = batchOf(row);
    hold(batch.batch_id, false, now);
    events.append({
      type: 'batch.finished',
      mode: batch.mode,
      clientId: batch.client_id,
      subjectId: batch.batch_id,
      at: now,
      data: { status: batch.state, counts: batch.counts },
    });
    feed.note('batch', batch.batch_id);
  }

  return {
    markAccepted: (batchId, now) => move('accepted', batchId, now),
    markPaused: (batchId, now) => move('paused', batchId, now),
    markResumed: (batchId, now) => move('resumed', batchId, now),
    markCancelled: (batchId, now) => move('cancelled', batchId, now),
    endCancelling: (seq) => {
      endCancelling.run(seq);
    },
    noteMove: ({ state, batch_seq: seq }, target, now) => {
      if (seq === null) return;
      if (counters.get(`${state}>${target}`)?.get(seq) === 0) end(seq, now);
    },
  };
}
