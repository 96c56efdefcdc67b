/** Takes a text in: checks what a schema can't, and stores it with its event in one commit. */
import { fieldProblem, GatewayError, invalidFields } from '../../shared/gateway-error.ts';
import { countParts } from '../../shared/parts.ts';
import type { Mode, QueueState } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import { newId } from '../foundation/new-id.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import type { NewMessage } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import type { ParsedNumber } from './recipient-number.ts';
import { createRepeatedRequests } from './repeated-requests.ts';
import type { Accepted, RouteTarget, Sender, SubmitRequest } from './submit-request.ts';

export const DEFAULT_TTL_SECONDS = 86_400;
export const DEFAULT_MAX_PARTS = 6;

/**
 * Resolves once the message is on disk, with the stored one where the key was used before. Rejects with a
 * `GatewayError` (`invalid_request`, `invalid_device`, `queue_blocked`, `idempotency_…`), and then nothing is stored.
 */
export type Submit = (
  sender: Sender,
  request: SubmitRequest,
  idempotencyKey: string | null,
) => Promise<Accepted>;

export interface SubmitDeps {
  readonly messages: MessageStore;
  readonly idempotency: IdempotencyStore;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly writer: Pick<Writer, 'write'>;
  readonly clock: Clock;
  readonly readNumber: (input: string) => ParsedNumber;
  /** Resolves `device` and `sim`, or throws `invalid_device`. */
  readonly resolveRoute: (request: SubmitRequest, mode: Mode) => RouteTarget;
  /** The state of the queue that refuses new work, if it does. */
  readonly refusal: () => QueueState | null;
  readonly wakeDispatcher: () => void;
}

export function createSubmit(deps: SubmitDeps): Submit {
  const { writer, clock } = deps;
  const repeats = createRepeatedRequests(deps.idempotency, deps.messages);

  async function submitNew(message: NewMessage): Promise<Accepted> {
    const now = clock.now();
    const requestId = newId('req', now);
    return writer.write(() => store(deps, requestId, message, now));
  }

  async function submitWithKey(sender: Sender, request: SubmitRequest, key: string): Promise<Accepted> {
    const repeat = repeats.of({ ...sender, route: 'POST /v1/messages', key }, request);
    const known = repeat.find(clock.now());
    if (known !== null) return known;
    const release = repeat.hold();
    try {
      const message = prepare(deps, sender, request);
      const now = clock.now();
      const requestId = newId('req', now);
      return await writer.write(() => {
        const stored = repeat.find(now);
        if (stored !== null) return stored;
        repeat.store(requestId, now);
        return store(deps, requestId, message, now);
      });
    } finally {
      release();
    }
  }

  return async (sender, request, idempotencyKey) => {
    const accepted =
      idempotencyKey === null
        ? await submitNew(prepare(deps, sender, request))
        : await submitWithKey(sender, request, idempotencyKey);
    if (!accepted.isReplay) deps.wakeDispatcher();
    return accepted;
  };
}

function prepare(deps: SubmitDeps, sender: Sender, request: SubmitRequest): NewMessage {
  const number = deps.readNumber(request.to);
  if (!number.ok) throw invalidFields([fieldProblem('to', number.problem)]);
  // Composed: the same letters, in fewer units, and within GSM-7 where they can be.
  const text = request.text.normalize('NFC');
  const counted = countParts(text);
  const maxParts = request.max_parts ?? DEFAULT_MAX_PARTS;
  if (counted.parts > maxParts) {
    const tooMany = sentence('field.too_many_parts', { parts: counted.parts, allowed: maxParts });
    throw invalidFields([fieldProblem('text', tooMany)]);
  }
  refuseWhenBlocked(deps.refusal());
  const route = deps.resolveRoute(request, sender.mode);
  return {
    clientId: sender.clientId,
    mode: sender.mode,
    to: number.e164,
    text,
    parts: counted.parts,
    encoding: counted.encoding,
    priority: request.priority ?? 'transactional',
    deviceId: route.deviceId,
    simId: route.simId,
    maxParts,
    deliveryReport: request.delivery_report ?? true,
    reference: request.reference ?? null,
    metadata: request.metadata ?? null,
    ttlSeconds: request.ttl_seconds ?? DEFAULT_TTL_SECONDS,
  };
}

function refuseWhenBlocked(state: QueueState | null): void {
  if (state === null) return;
  throw new GatewayError('queue_blocked', sentence('refusal.queue_blocked'), {
    details: { reason: state },
    headers: { 'retry-after': '30' },
  });
}

/** Inside a transaction. */
function store(deps: SubmitDeps, requestId: string, message: NewMessage, now: number): Accepted {
  deps.messages.insert(requestId, message, now);
  deps.events.append({
    type: 'message.queued',
    mode: message.mode,
    clientId: message.clientId,
    subjectId: requestId,
    at: now,
    data: { status: 'queued', sequence: 1 },
  });
  deps.feed.note('message', requestId);
  return {
    requestId,
    status: 'queued',
    createdAt: now,
    parts: message.parts,
    encoding: message.encoding,
    to: message.to,
    mode: message.mode,
    isReplay: false,
  };
}
