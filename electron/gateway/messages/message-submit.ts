/** Takes a text in: checks what a schema can't, and stores it with its event in one commit. */
import { fieldProblem, GatewayError, invalidFields } from '../../shared/gateway-error.ts';
import { countParts } from '../../shared/parts.ts';
import type { Mode, QueueState } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import { newId } from '../foundation/new-id.ts';
import { parseRfc3339 } from '../foundation/rfc3339.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import { ANY_DEVICE, type NewMessage } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import type { ParsedNumber } from './recipient-number.ts';
import { createRepeatedRequests, replayOf } from './repeated-requests.ts';
import type { Accepted, RouteTarget, Sender, SubmitRequest } from './submit-request.ts';

export const DEFAULT_TTL_SECONDS = 86_400;
export const DEFAULT_MAX_PARTS = 6;
/** A schedule reaches a year ahead, a leap day included. */
const LONGEST_AHEAD_MS = 366 * 86_400_000;

/**
 * Resolves once the message is on disk, with the stored one where the key was used before. Rejects with a
 * `GatewayError` (`invalid_request`, `invalid_device`, `queue_blocked`, `idempotency_…`), and then nothing is stored.
 */
export type Submit = (
  sender: Sender,
  request: SubmitRequest,
  idempotencyKey: string | null,
) => Promise<Accepted>;

/** What storing a message takes. */
type StoreDeps = Pick<SubmitDeps, 'messages' | 'events' | 'feed'>;
/** What checking a request takes. */
type PrepareDeps = Pick<SubmitDeps, 'readNumber' | 'resolveRoute' | 'routeByRules' | 'refusal' | 'clock'>;

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
  /** Where the operator's rules send a number when no phone is named: a `dev_…` or `sim_…`, or null. */
  readonly routeByRules: (e164: string) => string | null;
  /** The state of the queue that refuses new work, if it does. */
  readonly refusal: () => QueueState | null;
  readonly wakeDispatcher: () => void;
}

export function createSubmit(deps: SubmitDeps): Submit {
  const { writer, clock } = deps;
  const repeats = createRepeatedRequests(deps.idempotency, (id) => replayOf(deps.messages.byRequestId(id)));

  /** The dispatcher looks in a later turn of the loop, so after the commit. */
  function storeNew(requestId: string, message: NewMessage, now: number): Accepted {
    const accepted = storeMessage(deps, requestId, message, now);
    deps.wakeDispatcher();
    return accepted;
  }

  function submitNew(message: NewMessage): Promise<Accepted> {
    const now = clock.now();
    const requestId = newId('req', now);
    return writer.write(() => storeNew(requestId, message, now));
  }

  async function submitWithKey(sender: Sender, request: SubmitRequest, key: string): Promise<Accepted> {
    const repeat = repeats.of({ ...sender, route: 'POST /v1/messages', key }, request);
    const known = repeat.find(clock.now());
    if (known !== null) return known;
    const release = repeat.hold();
    try {
      const message = prepareMessage(deps, sender, request);
      const now = clock.now();
      const requestId = newId('req', now);
      return await writer.write(() => {
        const stored = repeat.find(now);
        if (stored !== null) return stored;
        repeat.store(requestId, now);
        return storeNew(requestId, message, now);
      });
    } finally {
      release();
    }
  }

  return async (sender, request, idempotencyKey) =>
    idempotencyKey === null
      ? submitNew(prepareMessage(deps, sender, request))
      : submitWithKey(sender, request, idempotencyKey);
}

/** The message that a request asks for, checked, and nothing stored. Throws what `Submit` rejects with. */
export function prepareMessage(deps: PrepareDeps, sender: Sender, request: SubmitRequest): NewMessage {
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
  const scheduledAt = readSchedule(request.scheduled_at, deps.clock.now());
  refuseWhenBlocked(deps.refusal());
  const route = deps.resolveRoute(request, sender.mode);
  const namesNothing = route.deviceId === null && route.simId === null;
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
    scheduledAt,
    // Test messages go to the demo phone, whatever the rules for live numbers say.
    target: (namesNothing && sender.mode === 'live' ? deps.routeByRules(number.e164) : null) ?? ANY_DEVICE,
  };
}

/** Milliseconds since 1970, or null for at once. */
export function readSchedule(text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  const at = parseRfc3339(text);
  if (at === null) throw invalidFields([fieldProblem('scheduled_at', sentence('field.bad_time'))]);
  if (at <= now) throw invalidFields([fieldProblem('scheduled_at', sentence('field.not_in_future'))]);
  if (at > now + LONGEST_AHEAD_MS) {
    throw invalidFields([fieldProblem('scheduled_at', sentence('field.too_far_ahead'))]);
  }
  return at;
}

/** Throws `queue_blocked` while the queue takes nothing new. */
export function refuseWhenBlocked(state: QueueState | null): void {
  if (state === null) return;
  throw new GatewayError('queue_blocked', sentence('refusal.queue_blocked'), {
    details: { reason: state },
    headers: { 'retry-after': '30' },
  });
}

/** Stores a message with its event; inside a transaction. A scheduled one is told of when its time has come. */
export function storeMessage(deps: StoreDeps, requestId: string, message: NewMessage, now: number): Accepted {
  const scheduledAt = message.scheduledAt ?? null;
  deps.messages.insert(requestId, message, now);
  if (scheduledAt === null) {
    deps.events.append({
      type: 'message.queued',
      mode: message.mode,
      clientId: message.clientId,
      subjectId: requestId,
      at: now,
      data: { status: 'queued', sequence: 1 },
    });
  }
  deps.feed.note('message', requestId);
  passFaultPoint('accept.stored');
  return {
    requestId,
    status: scheduledAt === null ? 'queued' : 'scheduled',
    createdAt: now,
    parts: message.parts,
    encoding: message.encoding,
    to: message.to,
    mode: message.mode,
    scheduledAt,
    resendOf: message.resendOf ?? null,
    isReplay: false,
  };
}
