/**
 * A text from its request to its answer: checks what a schema can't, stores it, and tells what became of it.
 * Both doors (the API and the screens) come through here.
 */
import { fieldProblem, GatewayError, invalidFields } from '../../shared/gateway-error.ts';
import { countParts } from '../../shared/parts.ts';
import { type MessageState, type Mode, type Priority, type QueueState } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import { formatTime, type Clock } from '../foundation/clock.ts';
import { newId } from '../foundation/new-id.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { AttemptStore } from './attempt-store.ts';
import { fingerprintOf, type IdempotencyScope, type IdempotencyStore } from './idempotency-store.ts';
import type { MessageRow, NewMessage } from './message-row.ts';
import type { MessageFilter } from './message-filter.ts';
import type { MessageStore } from './message-store.ts';
import { messageView, waitingHint, type MessageView, type Waiting } from './message-view.ts';
import type { ParsedNumber } from './recipient-number.ts';
import { createSettledWait } from './settled-wait.ts';

export interface SubmitRequest {
  readonly to: string;
  readonly text: string;
  readonly device?: string;
  readonly sim?: string | number;
  readonly require_online?: boolean;
  readonly priority?: 'transactional' | 'bulk';
  readonly ttl_seconds?: number;
  readonly max_parts?: number;
  readonly delivery_report?: boolean;
  readonly reference?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Sender {
  readonly clientId: string;
  readonly mode: Mode;
}

export interface Accepted {
  readonly requestId: string;
  readonly status: MessageState;
  readonly createdAt: number;
  readonly parts: number;
  readonly encoding: string;
  readonly to: string;
  readonly mode: Mode;
  readonly isReplay: boolean;
}

/** A device and SIM that a request named, resolved. */
export interface RouteTarget {
  readonly deviceId: string | null;
  readonly simId: string | null;
}

export interface MessageServiceParts {
  readonly messages: MessageStore;
  readonly attempts: AttemptStore;
  readonly idempotency: IdempotencyStore;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly writer: Writer;
  readonly clock: Clock;
  readonly readNumber: (input: string) => ParsedNumber;
  /** Resolves `device` and `sim`, or throws `invalid_device`. */
  readonly resolveRoute: (request: SubmitRequest, mode: Mode) => RouteTarget;
  /** The state of the queue that refuses new work, if it does. */
  readonly refusal: () => QueueState | null;
  readonly whyWaiting: (
    row: MessageRow,
  ) => Omit<Waiting, 'hint' | 'since' | 'until'> & { readonly until: number | null };
  readonly isDeviceLinked: (deviceId: string) => boolean;
  readonly wakeDispatcher: () => void;
}

export const DEFAULT_TTL_SECONDS = 86_400;
export const DEFAULT_MAX_PARTS = 6;

export interface MessageService {
  submit(
    sender: Sender,
    request: SubmitRequest,
    idempotencyKey: string | null,
    done: (accepted: Accepted) => void,
    fail: (error: unknown) => void,
  ): void;
  /** Answers as soon as the radio took it or the time is up; always the state of that moment. */
  waitUntilSettled(requestId: string, timeoutMs: number): Promise<MessageState>;
  view(requestId: string, sender: Sender | null): MessageView;
  list(filter: MessageFilter): readonly MessageView[];
  /** `seq` of a message, for cursors. */
  seqOf(requestId: string): number | undefined;
}

export function createMessageService(parts: MessageServiceParts): MessageService {
  const { messages, attempts, idempotency, events, feed, writer, clock } = parts;
  const waitUntilSettled = createSettledWait(
    feed,
    (requestId) => messages.byRequestId(requestId)?.state ?? 'queued',
  );

  function refuseWhenBlocked(): void {
    const state = parts.refusal();
    if (state === null) return;
    throw new GatewayError('queue_blocked', sentence('refusal.queue_blocked'), {
      details: { reason: state },
      headers: { 'retry-after': '30' },
    });
  }

  function prepare(sender: Sender, request: SubmitRequest): NewMessage {
    const number = parts.readNumber(request.to);
    if (!number.ok) throw invalidFields([fieldProblem('to', number.problem)]);
    const counted = countParts(request.text);
    const maxParts = request.max_parts ?? DEFAULT_MAX_PARTS;
    if (counted.parts > maxParts) {
      const tooMany = sentence('field.too_many_parts', { parts: counted.parts, allowed: maxParts });
      throw invalidFields([fieldProblem('text', tooMany)]);
    }
    refuseWhenBlocked();
    const route = parts.resolveRoute(request, sender.mode);
    const priority: Priority = request.priority ?? 'transactional';
    return {
      clientId: sender.clientId,
      mode: sender.mode,
      to: number.e164,
      text: request.text,
      parts: counted.parts,
      encoding: counted.encoding,
      priority,
      deviceId: route.deviceId,
      simId: route.simId,
      maxParts,
      deliveryReport: request.delivery_report ?? true,
      reference: request.reference ?? null,
      metadata: request.metadata ?? null,
      ttlSeconds: request.ttl_seconds ?? DEFAULT_TTL_SECONDS,
    };
  }

  function store(requestId: string, message: NewMessage, now: number): Accepted {
    messages.insert(requestId, message, now);
    events.append({
      type: 'message.queued',
      mode: message.mode,
      clientId: message.clientId,
      subjectId: requestId,
      at: now,
      data: { status: 'queued', sequence: 1 },
    });
    feed.note('message', requestId);
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

  function replay(requestId: string): Accepted {
    const row = messages.byRequestId(requestId);
    if (row === undefined) throw new Error('a stored key names no message');
    return {
      requestId,
      status: row.state,
      createdAt: row.created_at,
      parts: row.parts,
      encoding: row.encoding,
      to: row.recipient,
      mode: row.mode,
      isReplay: true,
    };
  }

  function findReplay(scope: IdempotencyScope, fingerprint: Buffer, now: number): Accepted | null {
    const found = idempotency.find(scope, now);
    if (found === undefined) return null;
    if (!found.fingerprint.equals(fingerprint)) {
      throw new GatewayError('idempotency_mismatch', sentence('refusal.key_of_other_body'));
    }
    return replay(found.requestId);
  }

  /** A key that waits for its commit; a second request with it is told to come back. */
  const inFlight = new Set<string>();

  function submitWithKey(
    sender: Sender,
    request: SubmitRequest,
    key: string,
    done: (accepted: Accepted) => void,
    fail: (error: unknown) => void,
  ): void {
    const scope: IdempotencyScope = { ...sender, route: 'POST /v1/messages', key };
    const flightKey = JSON.stringify([sender.clientId, sender.mode, key]);
    const fingerprint = fingerprintOf(request);
    const known = findReplay(scope, fingerprint, clock.now());
    if (known !== null) {
      done(known);
      return;
    }
    if (inFlight.has(flightKey)) {
      throw new GatewayError('idempotency_in_progress', sentence('refusal.key_in_progress'), {
        headers: { 'retry-after': '1' },
      });
    }
    const message = prepare(sender, request);
    inFlight.add(flightKey);
    const now = clock.now();
    const requestId = newId('req', now);
    writer.writeThen(
      () => {
        const stored = findReplay(scope, fingerprint, now);
        if (stored !== null) return stored;
        idempotency.insert(scope, fingerprint, requestId, now);
        return store(requestId, message, now);
      },
      (accepted) => {
        inFlight.delete(flightKey);
        parts.wakeDispatcher();
        done(accepted);
      },
      (error) => {
        inFlight.delete(flightKey);
        fail(error);
      },
    );
  }

  function waitingOf(row: MessageRow): Waiting | null {
    if (row.state === 'queued' || row.state === 'scheduled') {
      const why = parts.whyWaiting(row);
      return {
        reason: why.reason,
        since: formatTime(row.updated_at),
        until: why.until === null ? null : formatTime(why.until),
        hint: waitingHint(why.reason),
      };
    }
    if (row.state !== 'sending') return null;
    const newest = attempts.ofMessage(row.seq).at(-1);
    if (newest === undefined || parts.isDeviceLinked(newest.device_id)) return null;
    return {
      reason: 'phone_silent',
      since: formatTime(newest.offered_at),
      until: null,
      hint: waitingHint('phone_silent'),
    };
  }

  function viewOf(row: MessageRow): MessageView {
    return messageView(row, row.held === 0 ? [] : attempts.ofMessage(row.seq), waitingOf(row));
  }

  return {
    submit: (sender, request, idempotencyKey, done, fail) => {
      if (idempotencyKey !== null) {
        submitWithKey(sender, request, idempotencyKey, done, fail);
        return;
      }
      const message = prepare(sender, request);
      const now = clock.now();
      const requestId = newId('req', now);
      writer.writeThen(
        () => store(requestId, message, now),
        (accepted) => {
          parts.wakeDispatcher();
          done(accepted);
        },
        fail,
      );
    },

    waitUntilSettled,

    view: (requestId, sender) => {
      const row = messages.byRequestId(requestId);
      const isOwn = sender === null || (row?.client_id === sender.clientId && row.mode === sender.mode);
      if (row === undefined || !isOwn) {
        throw new GatewayError('not_found', sentence('refusal.no_message'));
      }
      return viewOf(row);
    },
    list: (filter) => messages.list(filter).map(viewOf),
    seqOf: (requestId) => messages.byRequestId(requestId)?.seq,
  };
}
