/** Requests that carry an Idempotency-Key: one that comes again is answered with what the first one made. */
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { fingerprintOf, type IdempotencyScope, type IdempotencyStore } from './idempotency-store.ts';
import type { MessageRow } from './message-row.ts';
import type { Accepted } from './submit-request.ts';

/** One request with its key. */
export interface RepeatableRequest<Answer> {
  /** What an earlier one made, or null. Throws `idempotency_mismatch` when that one had another body. */
  find(now: number): Answer | null;
  /** Keeps others with this key away until the function that it answers is called. Throws `idempotency_in_progress`. */
  hold(): () => void;
  /** Inside the transaction that stores what the request makes, by its id. */
  store(id: string, now: number): void;
}

export interface RepeatedRequests<Answer> {
  of(scope: IdempotencyScope, body: unknown): RepeatableRequest<Answer>;
}

/** `replay` tells what an earlier request made, by its id. */
export function createRepeatedRequests<Answer>(
  keys: IdempotencyStore,
  replay: (id: string) => Answer,
): RepeatedRequests<Answer> {
  /** Keys that wait for their commit. */
  const held = new Set<string>();

  return {
    of: (scope, body) => {
      const fingerprint = fingerprintOf(body);
      const name = JSON.stringify([scope.clientId, scope.mode, scope.route, scope.key]);
      return {
        find: (now) => {
          const found = keys.find(scope, now);
          if (found === undefined) return null;
          if (!found.fingerprint.equals(fingerprint)) {
            throw new GatewayError('idempotency_mismatch', sentence('refusal.key_of_other_body'));
          }
          return replay(found.requestId);
        },
        hold: () => {
          if (held.has(name)) {
            throw new GatewayError('idempotency_in_progress', sentence('refusal.key_in_progress'), {
              headers: { 'retry-after': '1' },
            });
          }
          held.add(name);
          return () => {
            held.delete(name);
          };
        },
        store: (id, now) => {
          keys.insert(scope, fingerprint, id, now);
        },
      };
    },
  };
}

/** A message as its request was answered, in the state it has by now. */
export function replayOf(row: MessageRow | undefined): Accepted {
  if (row === undefined) throw new Error('a stored key names no message');
  return {
    requestId: row.request_id,
    status: row.state,
    createdAt: row.created_at,
    parts: row.parts,
    encoding: row.encoding,
    to: row.recipient,
    mode: row.mode,
    scheduledAt: row.scheduled_at,
    resendOf: row.resend_of,
    isReplay: true,
  };
}
