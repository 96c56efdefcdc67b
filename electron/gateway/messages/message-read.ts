/** What became of a text, as clients and screens are told. */
import { GatewayError } from '../../shared/gateway-error.ts';
import type { Message, Waiting } from '../../shared/schemas/message.ts';
import { sentence } from '../../shared/words/words.ts';
import { formatTime, formatTimeOrNull } from '../foundation/clock.ts';
import type { TellRows } from '../foundation/tell-rows.ts';
import type { AttemptStore } from './attempt-store.ts';
import type { MessageFilter } from './message-filter.ts';
import type { MessagePage } from './message-list-store.ts';
import type { AttemptRow, MessageRow } from './message-row.ts';
import type { MessageStore } from './message-store.ts';
import { messageView, waitingHint, type WaitingFacts } from './message-view.ts';
import type { Sender } from './submit-request.ts';

export interface MessageReader {
  /** A sender sees its own messages of its mode; null stands for the operator. Throws `not_found`. */
  view(requestId: string, sender: Sender | null): Message;
  /** A page; `nextAfter` is the `after` of the next one, null when there is none. */
  list(filter: MessageFilter): Promise<MessageViews>;
  /** The messages of these ids that there are, for the operator. */
  ofIds(requestIds: readonly string[]): readonly Message[];
}

export interface MessageViews {
  readonly items: readonly Message[];
  readonly nextAfter: number | null;
}

export interface ReaderDeps {
  readonly messages: MessageStore;
  readonly attempts: AttemptStore;
  readonly readPage: (filter: MessageFilter) => Promise<MessagePage>;
  readonly tellRows: TellRows;
  readonly whyWaiting: (row: MessageRow) => WaitingFacts & { readonly until: number | null };
  readonly isDeviceLinked: (deviceId: string) => boolean;
  readonly batchIdOf: (batchSeq: number) => string;
}

export function createMessageReader(deps: ReaderDeps): MessageReader {
  const { messages, attempts, tellRows } = deps;

  function waitingOf(row: MessageRow, own: readonly AttemptRow[]): Waiting | null {
    if (row.state === 'queued' || row.state === 'scheduled') {
      const why = deps.whyWaiting(row);
      return {
        reason: why.reason,
        since: formatTime(row.updated_at),
        until: formatTimeOrNull(why.until),
        hint: waitingHint(why),
      };
    }
    if (row.state !== 'sending') return null;
    const newest = own.at(-1);
    if (newest === undefined || deps.isDeviceLinked(newest.device_id)) return null;
    return {
      reason: 'phone_silent',
      since: formatTime(newest.offered_at),
      until: null,
      hint: waitingHint({ reason: 'phone_silent' }),
    };
  }

  const viewOf = (row: MessageRow, own: readonly AttemptRow[]): Message =>
    messageView(row, own, {
      waiting: waitingOf(row, own),
      batchId: row.batch_seq === null ? null : deps.batchIdOf(row.batch_seq),
    });

  function viewOfRow(row: MessageRow): Message {
    return viewOf(row, row.held === 0 ? [] : attempts.ofMessage(row.seq));
  }

  return {
    view: (requestId, sender) => {
      const row = messages.byRequestId(requestId);
      const isOwn = sender === null || (row?.client_id === sender.clientId && row.mode === sender.mode);
      if (row === undefined || !isOwn) {
        throw new GatewayError('not_found', sentence('refusal.no_message'));
      }
      return viewOfRow(row);
    },
    list: async (filter) => {
      const page = await deps.readPage(filter);
      const byMessage = Map.groupBy(page.attempts, (attempt) => attempt.message_seq);
      return {
        items: tellRows('messages', page.rows, (row) => viewOf(row, byMessage.get(row.seq) ?? [])),
        nextAfter: page.nextAfter,
      };
    },
    ofIds: (requestIds) =>
      tellRows(
        'messages',
        requestIds.flatMap((requestId) => messages.byRequestId(requestId) ?? []),
        viewOfRow,
      ),
  };
}
