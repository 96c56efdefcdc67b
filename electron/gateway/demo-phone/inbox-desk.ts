import { isStopWord } from '../../shared/stop-words.ts';
import { createHash } from 'node:crypto';
import type { LinkConfig } from '../relay/frames.ts';
import type { InboxRow } from './radio.ts';
import type { RelayContext } from './relay-context.ts';

const ANSWER_WINDOW_MS = 30 * 24 * 3_600_000;

/** SHA-256 of SIM, address, SMSC time in seconds and joined body, one per line; the body last. */
function inboundIdOf(text: Pick<InboxRow, 'sim' | 'from' | 'smscAt' | 'body'>): string {
  const seconds = Math.floor(text.smscAt / 1000);
  const bound = `${String(text.sim)}\n${text.from}\n${String(seconds)}\n${text.body}`;
  return createHash('sha256').update(bound, 'utf8').digest('hex');
}

/** Takes in received texts, from the broadcast and from the inbox, and lets out only what the rule allows. */
export class InboxDesk {
  readonly #context: RelayContext;
  readonly #config: () => LinkConfig | null;

  constructor(context: RelayContext, config: () => LinkConfig | null) {
    this.#context = context;
    this.#config = config;
  }

  /**
   * What the broadcast missed. The first scan of a ledger only takes the mark. Also run before another config
   * counts: what came under the old switches is judged by them, and never again.
   */
  scan(): void {
    const { store, radio } = this.#context;
    const mark = store.meta('inbox_mark');
    const newest = radio.mark();
    if (mark !== null) {
      for (const row of radio.inboxAbove(Number(mark))) this.receive(row);
    }
    if (mark !== String(newest)) store.setMeta('inbox_mark', String(newest));
  }

  /** Judged once: a text that had to stay is remembered by its id too, so that no later scan lets it out. */
  receive(text: InboxRow): void {
    const { store, outbox, time } = this.#context;
    const pairing = store.pairings.current();
    if (pairing === null) return;
    const at = time.now();
    const inboundId = inboundIdOf(text);
    if (!store.addInbound(inboundId, at) || !this.#mayLeave(text)) return;
    outbox.inbound(pairing.gatewayId, at, {
      inbound_id: inboundId,
      from: text.from,
      body: text.body,
      sim_id: text.sim,
      received_at: at,
      parts: text.parts,
      smsc_at: text.smscAt,
    });
  }

  #mayLeave(text: InboxRow): boolean {
    const inbox = this.#config()?.inbox;
    if (inbox === undefined || !inbox.sims.includes(text.sim)) return false;
    if (isStopWord(text.body, inbox.stop_words)) return true;
    const tail = text.from.replace(/\D/g, '').slice(-7);
    return tail !== '' && this.#context.store.hasTexted(tail, this.#context.time.now() - ANSWER_WINDOW_MS);
  }
}
