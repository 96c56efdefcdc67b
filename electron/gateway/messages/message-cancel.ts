/** Stops a message. What no phone can hold is cancelled at once; else its phone is asked, and has the last word. */
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { Clock } from '../foundation/clock.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { MessageRow } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import type { MessageTransitions } from './message-transitions.ts';
import type { Sender } from './submit-request.ts';

export interface CancelDeps {
  readonly messages: Pick<MessageStore, 'byRequestId' | 'bySeq'>;
  readonly attempts: Pick<AttemptStore, 'ofMessage' | 'cancelledOf'>;
  readonly transitions: Pick<MessageTransitions, 'markCancelled' | 'requestCancel'>;
  readonly writer: Pick<Writer, 'write'>;
  readonly clock: Clock;
  /** A message that waits may have left all the same: phones have not told yet what they did before a restore. */
  readonly mayHaveLeft: (row: MessageRow) => boolean;
  /** Asks a linked phone to stop an attempt. One that is not linked is asked when it links again. */
  readonly sendCancel: (deviceId: string, attemptId: string) => void;
}

export type CancelOutcome = 'cancelled' | 'cancel_requested';

export interface MessageCancel {
  /**
   * `cancelled`: it is stopped, and nothing of it left. `cancel_requested`: a phone may hold it; what becomes of it is told
   * by its state. Throws `not_found`, or `conflict` where it is too late.
   */
  readonly cancel: (
    requestId: string,
    sender: Sender | null,
    /** Runs in the same transaction. */
    alongside?: () => void,
  ) => Promise<CancelOutcome>;
  /** What became of a cancel that was asked for before. Throws `not_found`. */
  readonly cancelOutcome: (requestId: string, sender: Sender) => CancelOutcome;
  /** What a phone that has just linked must be asked to stop, after it told what it holds. */
  readonly cancelsFor: (deviceId: string) => readonly string[];
}

/** States that a phone can still answer for. */
const MAY_BE_HELD: ReadonlySet<string> = new Set(['sending', 'unknown']);

export function createMessageCancel(deps: CancelDeps): MessageCancel {
  const { messages, attempts, transitions, writer, clock } = deps;

  /** Inside a transaction, where the row is read. */
  function cancelRow(row: MessageRow): 'cancelled' | 'cancel_requested' {
    if (row.state === 'cancelled') return 'cancelled';
    const now = clock.now();
    if (row.state === 'scheduled' || row.state === 'queued') {
      if (deps.mayHaveLeft(row)) {
        if (transitions.requestCancel(row, now)) return 'cancel_requested';
      } else if (transitions.markCancelled(row, now)) return 'cancelled';
    } else if (MAY_BE_HELD.has(row.state) && transitions.requestCancel(row, now)) {
      return 'cancel_requested';
    }
    throw new GatewayError('conflict', sentence('refusal.too_late_to_cancel', { status: row.state }), {
      details: { status: row.state },
    });
  }

  return {
    cancelOutcome: (requestId, sender) =>
      ownRow(messages.byRequestId(requestId), sender).state === 'cancelled'
        ? 'cancelled'
        : 'cancel_requested',
    cancel: async (requestId, sender, alongside) => {
      const { outcome, held } = await writer.write(() => {
        const row = ownRow(messages.byRequestId(requestId), sender);
        const outcome = cancelRow(row);
        alongside?.();
        passFaultPoint('cancel.stored');
        return { outcome, held: outcome === 'cancelled' ? undefined : attempts.ofMessage(row.seq).at(-1) };
      });
      passFaultPoint('cancel.committed');
      if (held !== undefined) deps.sendCancel(held.device_id, held.attempt_id);
      return outcome;
    },
    cancelsFor: attempts.cancelledOf,
  };
}

/** A message that this sender may see; null stands for the operator. Throws `not_found`. */
export function ownRow(row: MessageRow | undefined, sender: Sender | null): MessageRow {
  const isOwn = sender === null || (row?.client_id === sender.clientId && row.mode === sender.mode);
  if (row === undefined || !isOwn) throw new GatewayError('not_found', sentence('refusal.no_message'));
  return row;
}
