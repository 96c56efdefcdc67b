/** What may be done with a message beside sending it: stop it, send it again, ask what would become of it. */
import { PRIORITIES } from '../../shared/states.ts';
import type { Sentence } from '../../shared/words/words.ts';
import { newId } from '../foundation/new-id.ts';
import { createMessageCancel, ownRow, type CancelDeps, type MessageCancel } from './message-cancel.ts';
import { messageAgain } from './message-resend.ts';
import type { NewMessage } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import { numberKindOf } from './number-kind.ts';
import { previewWarnings } from './preview-warnings.ts';
import { prepareMessage, refuseWhenBlocked, storeMessage, type SubmitDeps } from './message-submit.ts';
import { waitingHint, type WaitingFacts } from './message-view.ts';
import { createRepeatedRequests, replayOf } from './repeated-requests.ts';
import type { Accepted, Sender, SubmitRequest } from './submit-request.ts';

/** A message that is not stored, as the dispatcher looks at it. */
export interface UnsentMessage {
  readonly mode: Sender['mode'];
  readonly priority: number;
  readonly target: string;
  readonly clientId: string;
  readonly parts: number;
  /** Milliseconds since 1970, or null: at once. */
  readonly scheduledAt: number | null;
}

interface PreviewSim {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly simId: string;
  readonly slot: number;
}

interface PreviewWait extends WaitingFacts {
  /** Milliseconds since 1970. */
  readonly until: number | null;
}

interface MessageActionDeps extends SubmitDeps, CancelDeps {
  readonly messages: MessageStore;
  readonly preview: (message: UnsentMessage) => { readonly sim: PreviewSim } | PreviewWait;
  /** The end of the quiet hours in which a moment lies, milliseconds since 1970; null: in none. */
  readonly quietUntil: (at: number) => number | null;
}

/** What would become of a message: its size, the SIM that would take it now, or why it would wait. */
export interface PreparedMessage {
  readonly to: string;
  readonly encoding: NewMessage['encoding'];
  readonly parts: number;
  readonly mode: Sender['mode'];
  readonly sim: PreviewSim | null;
  readonly waiting: (PreviewWait & { readonly hint: string }) | null;
  readonly warnings: readonly Sentence[];
}

export interface MessageActions extends MessageCancel {
  /** Resolves once the new message is on disk. Rejects with `not_found`, `conflict`, `queue_blocked`, `idempotency_…`. */
  readonly resend: (
    requestId: string,
    sender: Sender | null,
    consent: { readonly mayDuplicate: boolean; readonly idempotencyKey: string | null },
  ) => Promise<Accepted>;
  /** A dry run of `submit`: rejects with what that would reject with. */
  readonly preview: (sender: Sender, request: SubmitRequest) => Promise<PreparedMessage>;
}

export function createMessageActions(deps: MessageActionDeps): MessageActions {
  const { messages, writer, clock } = deps;
  const repeats = createRepeatedRequests(deps.idempotency, (id) => replayOf(messages.byRequestId(id)));

  /** Inside a transaction, where the old row is read. */
  function storeAgain(requestId: string, sender: Sender | null, mayDuplicate: boolean): Accepted {
    const now = clock.now();
    const again = messageAgain(ownRow(messages.byRequestId(requestId), sender), mayDuplicate);
    return storeMessage(deps, newId('req', now), again, now);
  }

  return {
    ...createMessageCancel(deps),
    resend: async (requestId, sender, { mayDuplicate, idempotencyKey }) => {
      if (sender === null || idempotencyKey === null) {
        refuseWhenBlocked(deps.refusal());
        const accepted = await writer.write(() => storeAgain(requestId, sender, mayDuplicate));
        deps.wakeDispatcher();
        return accepted;
      }
      const scope = { ...sender, route: 'POST /v1/messages/resend', key: idempotencyKey };
      const repeat = repeats.of(scope, { requestId, mayDuplicate });
      const known = repeat.find(clock.now());
      if (known !== null) return known;
      const release = repeat.hold();
      try {
        refuseWhenBlocked(deps.refusal());
        const accepted = await writer.write(() => {
          const again = storeAgain(requestId, sender, mayDuplicate);
          repeat.store(again.requestId, clock.now());
          return again;
        });
        deps.wakeDispatcher();
        return accepted;
      } finally {
        release();
      }
    },
    preview: async (sender, request) => {
      const message = prepareMessage(deps, sender, request);
      const numberKind = await numberKindOf(message.to);
      const outlook = deps.preview({
        mode: message.mode,
        priority: PRIORITIES.indexOf(message.priority),
        target: message.simId ?? message.deviceId ?? message.target ?? '',
        clientId: message.clientId,
        parts: message.parts,
        scheduledAt: message.scheduledAt ?? null,
      });
      const isReady = 'sim' in outlook;
      return {
        to: message.to,
        encoding: message.encoding,
        parts: message.parts,
        mode: message.mode,
        sim: isReady ? outlook.sim : null,
        waiting: isReady
          ? null
          : { reason: outlook.reason, until: outlook.until, hint: waitingHint(outlook) },
        warnings: previewWarnings({
          message,
          numberKind,
          waiting: isReady ? null : outlook.reason,
          quietUntil:
            message.priority === 'bulk' ? deps.quietUntil(message.scheduledAt ?? clock.now()) : null,
        }),
      };
    },
  };
}
