/** Holds a batch, lets it go on, or cancels what is left of it. What a phone has of it goes on by the rules of a message. */
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { Clock } from '../../foundation/clock.ts';
import { passFaultPoint } from '../../foundation/fault-points.ts';
import { logged } from '../../foundation/faults.ts';
import type { Logger } from '../../foundation/logger.ts';
import { every, type Timer } from '../../foundation/timers.ts';
import type { Writer } from '../../storage/group-commit.ts';
import type { CancelDeps } from '../message-cancel.ts';
import type { Sender } from '../submit-request.ts';
import type { Batch } from './batch-row.ts';
import type { BatchStore } from './batch-store.ts';
import type { BatchTransitions } from './batch-transitions.ts';

/** Messages that are cancelled in one transaction: a turn of the loop stays short. */
const CHUNK = 250;
/** How often a cancel that was cut short is looked for. */
const LOOK_MS = 5_000;

export interface BatchActionDeps extends Pick<
  CancelDeps,
  'attempts' | 'transitions' | 'mayHaveLeft' | 'sendCancel'
> {
  readonly batches: BatchStore;
  readonly batchMoves: BatchTransitions;
  readonly writer: Pick<Writer, 'write'>;
  readonly wakeDispatcher: () => void;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A sender acts on its own batches of its mode; null stands for the operator. Each throws `not_found` or `conflict`. */
export interface BatchActions {
  readonly pause: (batchId: string, sender: Sender | null) => Promise<Batch>;
  readonly resume: (batchId: string, sender: Sender | null) => Promise<Batch>;
  /** Resolves when every message was looked at: cancelled where it waited, its phone asked where one may hold it. */
  readonly cancel: (batchId: string, sender: Sender | null) => Promise<Batch>;
  /** Goes on with cancels that a crash or a full disk cut short. */
  start(): void;
  /** Resolves when nothing is being cancelled any more. Safe twice and before start. */
  stop(): Promise<void>;
}

/** A batch that this sender may see. Throws `not_found`. */
export function ownBatch(batch: Batch | undefined, sender: Sender | null): Batch {
  const isOwn = sender === null || (batch?.client_id === sender.clientId && batch.mode === sender.mode);
  if (batch === undefined || !isOwn) throw new GatewayError('not_found', sentence('refusal.no_batch'));
  return batch;
}

type Move = 'markPaused' | 'markResumed' | 'markCancelled';

export function createBatchActions(deps: BatchActionDeps): BatchActions {
  const { batches, batchMoves, writer, clock } = deps;
  let timer: Timer | null = null;
  let looking: Promise<void> | null = null;

  /** Inside a transaction. Asking for what is so already changes nothing and is no conflict. */
  function moveTo(batchId: string, sender: Sender | null, move: Move, state: Batch['state']): void {
    const batch = ownBatch(batches.byId(batchId), sender);
    if (batch.state === state || batchMoves[move](batchId, clock.now())) return;
    throw new GatewayError('conflict', sentence('refusal.batch_is_over', { status: batch.state }), {
      details: { status: batch.state },
    });
  }

  /** Cancels a chunk; answers where the next begins, null behind the last. */
  async function cancelChunk(seq: number, after: number): Promise<number | null> {
    const { asked, next } = await writer.write(() => {
      const now = clock.now();
      const rows = batches.restOf(seq, after, CHUNK);
      const asked = rows.flatMap((row) => {
        const isWaiting = row.state === 'queued' || row.state === 'scheduled';
        if (isWaiting && !deps.mayHaveLeft(row)) {
          deps.transitions.markCancelled(row, now);
          return [];
        }
        deps.transitions.requestCancel(row, now);
        return deps.attempts.ofMessage(row.seq).at(-1) ?? [];
      });
      const last = rows.length < CHUNK ? undefined : rows.at(-1);
      if (last === undefined) batchMoves.endCancelling(seq);
      passFaultPoint('cancel.stored');
      return { asked, next: last?.seq ?? null };
    });
    passFaultPoint('cancel.committed');
    for (const attempt of asked) deps.sendCancel(attempt.device_id, attempt.attempt_id);
    return next;
  }

  async function cancelRest(seq: number): Promise<void> {
    let after: number | null = 0;
    while (after !== null) after = await cancelChunk(seq, after);
  }

  async function act(
    batchId: string,
    sender: Sender | null,
    move: Move,
    state: Batch['state'],
  ): Promise<Batch> {
    await writer.write(() => {
      moveTo(batchId, sender, move, state);
    });
    deps.wakeDispatcher();
    return ownBatch(batches.byId(batchId), sender);
  }

  async function lookForCancels(): Promise<void> {
    for (const { seq } of batches.cancelling(CHUNK)) await cancelRest(seq);
  }

  function look(): void {
    looking ??= lookForCancels()
      .catch(logged(deps.log, 'a cancel that was cut short could not go on'))
      .finally(() => {
        looking = null;
      });
  }

  return {
    pause: (batchId, sender) => act(batchId, sender, 'markPaused', 'paused'),
    resume: (batchId, sender) => act(batchId, sender, 'markResumed', 'running'),
    cancel: async (batchId, sender) => {
      const batch = await act(batchId, sender, 'markCancelled', 'cancelled');
      if (batch.cancelling === 1) await cancelRest(batch.seq);
      return ownBatch(batches.byId(batchId), sender);
    },
    start: () => {
      if (timer !== null) return;
      timer = every(LOOK_MS, look, logged(deps.log, 'cancels that were cut short could not be looked for'));
      look();
    },
    stop: async () => {
      timer?.stop();
      timer = null;
      await looking;
    },
  };
}
