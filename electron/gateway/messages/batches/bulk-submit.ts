/**
 * Takes in a list of texts as one batch: all its rows that can be sent are stored in one commit. Until then nobody sees
 * any of them; a crash or a full disk leaves none.
 */
import { PRIORITIES } from '../../../shared/states.ts';
import { passFaultPoint } from '../../foundation/fault-points.ts';
import { newId } from '../../foundation/new-id.ts';
import { ANY_DEVICE, type NewMessage } from '../message-row.ts';
import { refuseWhenBlocked, storeMessage, type SubmitDeps } from '../message-submit.ts';
import { createRepeatedRequests, type RepeatableRequest } from '../repeated-requests.ts';
import type { Sender } from '../submit-request.ts';
import type { BatchStore } from './batch-store.ts';
import type { BatchTransitions } from './batch-transitions.ts';
import { planOf, type BulkPlan, type PlanDeps } from './bulk-plan.ts';
import type { AcceptedBatch, BulkRequest } from './bulk-request.ts';

export interface BulkSubmitDeps extends Omit<SubmitDeps, 'refusal'>, PlanDeps {
  readonly batches: BatchStore;
  readonly batchMoves: Pick<BatchTransitions, 'markAccepted'>;
  /** The state of the queue that refuses so many new messages, if it does. */
  readonly refusal: (messages: number) => ReturnType<SubmitDeps['refusal']>;
}

/**
 * Resolves once the batch is on disk, with the stored one where the key was used before. Rejects with a `GatewayError`
 * (`invalid_request` also where no row can be sent, `invalid_device`, `queue_blocked`, `idempotency_…`), and then
 * nothing is stored.
 */
export type SubmitBulk = (
  sender: Sender,
  request: BulkRequest,
  idempotencyKey: string | null,
) => Promise<AcceptedBatch>;

export function createBulkSubmit(deps: BulkSubmitDeps): SubmitBulk {
  const { writer, clock, batches } = deps;
  const repeats = createRepeatedRequests(deps.idempotency, (id) => replayOf(deps, id));

  async function submit(
    sender: Sender,
    request: BulkRequest,
    repeat: RepeatableRequest<AcceptedBatch> | null,
  ): Promise<AcceptedBatch> {
    refuseWhenBlocked(deps.refusal(1));
    const plan = await planOf(deps, sender, request);
    refuseWhenBlocked(deps.refusal(plan.rows.length));
    const accepted = await writer.write(() => {
      // Others may have come in between.
      refuseWhenBlocked(deps.refusal(plan.rows.length));
      const now = clock.now();
      const stored = storeBatch(deps, plan, now);
      repeat?.store(stored.batchId, now);
      return stored;
    });
    passFaultPoint('accept.committed');
    deps.wakeDispatcher();
    return accepted;
  }

  return async (sender, request, idempotencyKey) => {
    if (idempotencyKey === null) return submit(sender, request, null);
    const repeat = repeats.of({ ...sender, route: 'POST /v1/bulk', key: idempotencyKey }, request);
    const known = repeat.find(clock.now());
    if (known !== null) return known;
    const release = repeat.hold();
    try {
      return await submit(sender, request, repeat);
    } finally {
      release();
    }
  };

  function replayOf({ foretell }: BulkSubmitDeps, batchId: string): AcceptedBatch {
    const batch = batches.byId(batchId);
    if (batch === undefined) throw new Error('a stored key names no batch');
    const { mode, priority, target, counts } = batch;
    const isOver = counts.scheduled + counts.queued === 0;
    const question = {
      mode,
      priority,
      target,
      parts: 0,
      startAt: Math.max(clock.now(), batch.scheduled_at ?? 0),
    };
    const forecast = isOver ? null : foretell(question);
    return {
      batchId,
      rejected: batches.rejectionsOf(batch.seq),
      items: batches
        .items(batch.seq, 0, batch.messages)
        .map(({ index, to, request_id }) => ({ index, to, requestId: request_id })),
      estimatedFinishAt: forecast?.finishAt ?? null,
      warnings: forecast?.warnings ?? [],
      isReplay: true,
    };
  }
}

/** Stores a batch with all its messages and their events; inside a transaction. */
function storeBatch(deps: BulkSubmitDeps, plan: BulkPlan, now: number): AcceptedBatch {
  const { common } = plan;
  const batchId = newId('bat', now);
  const scheduledAt = common.scheduledAt ?? null;
  const seq = deps.batches.insert(
    {
      batch_id: batchId,
      client_id: common.clientId,
      mode: common.mode,
      priority: PRIORITIES.indexOf(common.priority),
      target: common.simId ?? common.deviceId ?? ANY_DEVICE,
      body: plan.body,
      reference: common.reference,
      messages: plan.rows.length,
      parts: plan.parts,
      rejected: plan.rejected.length,
      created_at: now,
      scheduled_at: scheduledAt,
      expires_at: (scheduledAt ?? now) + common.ttlSeconds * 1000,
    },
    scheduledAt === null ? 'queued' : 'scheduled',
  );
  const isRuled = plan.isRouteOpen && common.mode === 'live';
  const items = plan.rows.map(({ index, to, text, counted }) => {
    const message: NewMessage = {
      ...common,
      ...{ to, text, parts: counted.parts, encoding: counted.encoding },
      target: (isRuled ? deps.routeByRules(to) : null) ?? ANY_DEVICE,
      batch: { id: batchId, seq, index },
    };
    const requestId = newId('req', now);
    storeMessage(deps, requestId, message, now);
    return { index, to, requestId };
  });
  deps.batches.storeRejections(seq, plan.rejected, now);
  deps.batchMoves.markAccepted(batchId, now);
  return { batchId, rejected: plan.rejected, items, ...plan.told, isReplay: false };
}
