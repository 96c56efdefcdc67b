/** A list of texts before it is stored: each row checked by itself, and what all its messages have in common. */
import { tellRow, type RejectedRow } from '../../../shared/bulk-row-problems.ts';
import { fieldProblem, GatewayError, invalidFields } from '../../../shared/gateway-error.ts';
import { PRIORITIES } from '../../../shared/states.ts';
import { sentence } from '../../../shared/words/words.ts';
import { pause } from '../../foundation/timers.ts';
import { ANY_DEVICE, type NewMessage } from '../message-row.ts';
import { DEFAULT_MAX_PARTS, DEFAULT_TTL_SECONDS, readSchedule, type SubmitDeps } from '../message-submit.ts';
import type { Sender } from '../submit-request.ts';
import { createRowCheck, type GoodRow } from './bulk-rows.ts';
import type { AcceptedBatch, BulkRequest, Foretell } from './bulk-request.ts';

/** How long rows are checked before the loop is left free. */
const SLICE_MS = 8;
/** Rows that a refusal names as fields; all are in `details.rejected`. */
const MOST_FIELDS = 100;
const DAY_MS = DEFAULT_TTL_SECONDS * 1000;

/** What checking a list takes. */
export interface PlanDeps extends Pick<SubmitDeps, 'readNumber' | 'resolveRoute' | 'clock'> {
  readonly foretell: Foretell;
}

/** A batch that is checked and not stored. */
export interface BulkPlan {
  readonly rows: readonly GoodRow[];
  readonly rejected: readonly RejectedRow[];
  readonly parts: number;
  /** What all its messages have in common. */
  readonly common: Omit<NewMessage, 'to' | 'text' | 'parts' | 'encoding' | 'target' | 'batch'>;
  readonly isRouteOpen: boolean;
  readonly body: string;
  readonly told: Pick<AcceptedBatch, 'estimatedFinishAt' | 'warnings'>;
}

/** Checks the list row by row and lets others have their turns in between. */
async function checkRows(
  deps: Pick<PlanDeps, 'clock' | 'readNumber'>,
  request: BulkRequest,
  maxParts: number,
): Promise<{ readonly good: readonly GoodRow[]; readonly rejected: readonly RejectedRow[] }> {
  const rows = createRowCheck({ text: request.text, maxParts, readNumber: deps.readNumber });
  let sliceEnd = deps.clock.monotonic() + SLICE_MS;
  for (const row of request.recipients) {
    rows.check(row);
    if (deps.clock.monotonic() < sliceEnd) continue;
    await pause(0).over;
    sliceEnd = deps.clock.monotonic() + SLICE_MS;
  }
  return rows;
}

function refuseRejected({ recipients, atomic }: BulkRequest, rejected: readonly RejectedRow[]): void {
  const isNoneLeft = rejected.length === recipients.length;
  if (!isNoneLeft && (atomic !== true || rejected.length === 0)) return;
  const fields = rejected
    .slice(0, MOST_FIELDS)
    .map((row) => fieldProblem(`recipients.${row.index}.${row.field}`, row.sentence));
  const { sentence: spoken, details } = isNoneLeft
    ? invalidFields([fieldProblem('recipients', sentence('field.no_row')), ...fields])
    : new GatewayError(
        'invalid_request',
        sentence('refusal.rows_left_out', { rejected: rejected.length, rows: recipients.length }),
        { details: { fields } },
      );
  throw new GatewayError('invalid_request', spoken, {
    details: { ...details, rejected: rejected.map(tellRow) },
  });
}

/**
 * What a request asks for, checked, and nothing stored. Throws `invalid_request`, `invalid_device`.
 */
export async function planOf(deps: PlanDeps, sender: Sender, request: BulkRequest): Promise<BulkPlan> {
  const { clock } = deps;
  const { recipients: _rows, ...shared } = request;
  const route = deps.resolveRoute({ ...shared, to: '' }, sender.mode);
  const scheduledAt = readSchedule(request.scheduled_at, clock.now());
  const maxParts = request.max_parts ?? DEFAULT_MAX_PARTS;
  const { good, rejected } = await checkRows(deps, request, maxParts);
  refuseRejected(request, rejected);
  const now = clock.now();
  const priority = request.priority ?? 'bulk';
  const parts = good.reduce((sum, row) => sum + row.counted.parts, 0);
  const startAt = Math.max(now, scheduledAt ?? 0);
  const forecast = deps.foretell({
    ...{ mode: sender.mode, priority: PRIORITIES.indexOf(priority), parts, startAt },
    target: route.simId ?? route.deviceId ?? ANY_DEVICE,
  });
  const ttlSeconds = request.ttl_seconds ?? Math.ceil((forecast.assumedFinishAt + DAY_MS - startAt) / 1000);
  const isTooSoon = forecast.finishAt !== null && startAt + ttlSeconds * 1000 < forecast.finishAt;
  return {
    rows: good,
    rejected,
    parts,
    common: {
      ...{
        clientId: sender.clientId,
        mode: sender.mode,
        priority,
        ...route,
        maxParts,
        ttlSeconds,
        scheduledAt,
      },
      deliveryReport: request.delivery_report ?? true,
      reference: request.reference ?? null,
      metadata: request.metadata ?? null,
    },
    isRouteOpen: route.deviceId === null && route.simId === null,
    body: request.text,
    told: {
      estimatedFinishAt: forecast.finishAt,
      warnings: [...forecast.warnings, ...(isTooSoon ? (['ends_too_soon'] as const) : [])],
    },
  };
}
