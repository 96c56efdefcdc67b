/** Texts received by phones: what is kept of them, whose answer each is, and who may read it. */
import { GatewayError } from '../../shared/gateway-error.ts';
import type { InboundMessage } from '../../shared/schemas/inbound-message.ts';
import type { Mode } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import { newId } from '../foundation/new-id.ts';
import type { TellRows } from '../foundation/tell-rows.ts';
import {
  inboundView,
  type AnsweredMessage,
  type InboundText,
  type InboxFilter,
  type ReceivingPhone,
  type ReceivingSim,
} from './inbound-message.ts';
import { ANSWER_WINDOW_MS, mayBeKept } from './inbox-rule.ts';
import type { InboxQuery, InboxRows } from './inbox-list-store.ts';
import type { InboxStore } from './inbox-store.ts';

/** Who looks. Null stands for the operator, who sees both modes and everything. */
export interface InboxReader {
  readonly clientId: string;
  readonly mode: Mode;
  /** Holds `inbox:read_all`: sees more than answers to its own texts. */
  readonly mayReadAll: boolean;
}

interface InboxServiceDeps {
  readonly store: InboxStore;
  readonly readPage: (query: InboxQuery) => Promise<InboxRows>;
  readonly events: EventStore;
  readonly feed: Feed;
  readonly tellRows: TellRows;
  /** The E.164 form of a number, or null when it does not parse. */
  readonly readNumber: (input: string) => string | null;
  /** The SIM with this subscription id, or undefined when the phone never told of it. */
  readonly simOf: (phone: ReceivingPhone, subscriptionId: number) => ReceivingSim | undefined;
  /** The newest message that left for this number between the two times. */
  readonly newestTo: (
    sender: { readonly e164: string | null; readonly raw: string },
    about: {
      readonly mode: Mode;
      readonly deviceId: string;
      readonly since: number;
      readonly until: number;
    },
  ) => AnsweredMessage | undefined;
}

export interface InboxPage {
  readonly items: readonly InboundMessage[];
  /** Where the next page starts, or null at the end. */
  readonly nextAfter: number | null;
}

export interface InboxService {
  /** Keeps what the rule allows, each text once, with its event. Inside a transaction. Returns how many. */
  store(phone: ReceivingPhone, texts: readonly InboundText[], now: number): number;
  list(filter: InboxFilter, reader: InboxReader | null): Promise<InboxPage>;
  view(id: string, reader: InboxReader | null): InboundMessage;
}

export function createInboxService(deps: InboxServiceDeps): InboxService {
  const { store, events, feed } = deps;

  function storeOne(phone: ReceivingPhone, text: InboundText, now: number): boolean {
    const sim = deps.simOf(phone, text.subscriptionId);
    // Off, or a SIM nobody knows: the text is not even looked up. The phone should not have sent it.
    if (sim?.takesTexts !== true) return false;
    const e164 = deps.readNumber(text.from);
    // A phone's idea of the time is held to what can be: nothing is received later than now.
    const receivedAt = Math.min(text.receivedAt, now);
    const answers = deps.newestTo(
      { e164, raw: text.from },
      {
        mode: sim.mode,
        deviceId: phone.deviceId,
        since: receivedAt - ANSWER_WINDOW_MS,
        until: receivedAt,
      },
    );
    if (!mayBeKept({ body: text.body, isSimOn: true, isAnswer: answers !== undefined })) return false;
    const id = newId('inb', now);
    const sender = e164 ?? text.from;
    const isNew = store.insert({
      id,
      ...phone,
      inboundId: text.inboundId,
      deviceName: sim.deviceName,
      simId: sim.simId,
      simSlot: sim.slot,
      mode: sim.mode,
      sender,
      senderRaw: text.from,
      body: text.body,
      parts: text.parts,
      receivedAt,
      smscAt: text.smscAt,
      storedAt: now,
      answers: answers ?? null,
    });
    if (!isNew) return false;
    events.append({
      type: 'inbox.received',
      mode: sim.mode,
      clientId: answers?.clientId ?? null,
      subjectId: id,
      at: now,
      data: { from: sender, text: text.body, request_id: answers?.requestId ?? null },
    });
    feed.note('inbox', id);
    return true;
  }

  return {
    store: (phone, texts, now) => texts.filter((text) => storeOne(phone, text, now)).length,

    list: async (filter, reader) => {
      const { from, ...rest } = filter;
      const { rows, nextAfter } = await deps.readPage({
        ...rest,
        ...(from === undefined ? {} : { senders: sendersOf(from, deps.readNumber(from)) }),
        ...(reader === null ? {} : { mode: reader.mode }),
        ...(reader === null || reader.mayReadAll ? {} : { clientId: reader.clientId }),
      });
      return { items: deps.tellRows('inbox', rows, inboundView), nextAfter };
    },

    view: (id, reader) => {
      const row = store.byId(id);
      const isVisible =
        reader === null ||
        (row?.mode === reader.mode && (reader.mayReadAll || row.client_id === reader.clientId));
      if (row === undefined || !isVisible) {
        throw new GatewayError('not_found', sentence('refusal.no_received_text'));
      }
      return inboundView(row);
    },
  };
}

function sendersOf(from: string, e164: string | null): readonly string[] {
  return e164 === null || e164 === from ? [from] : [from, e164];
}
