/** The texts of a chaos run: each unique, each with a fate that the radios know, sent and cancelled as clients do. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../support/random.ts';
import type { PartPlan, RadioRule } from '../virtual-phone/radio/radio-types.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** What becomes of a text: the network's answer. */
const FATES = {
  delivered: {},
  undelivered: { delivery: 'undelivered' },
  unreported: { delivery: 'missing' },
  'answer lost': { isResultLost: true, delivery: 'missing' },
  'told twice': { resultCopies: 2, deliveryCopies: 2 },
  'carrier refuses': { result: 10 },
} as const satisfies Readonly<Record<string, Partial<PartPlan>>>;
const FATE_NAMES = [
  ...['delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered'],
  ...Object.keys(FATES),
];

const SPEEDS = {
  'at once': {},
  soon: { resultAfterMs: 60, deliveryAfterMs: 40 },
  late: { resultAfterMs: 400, deliveryAfterMs: 300 },
} as const satisfies Readonly<Record<string, Partial<PartPlan>>>;

/** One text in so many would fail once at one of the radios, with a code that proves it unsent. */
const NO_SERVICE_IN = 6;
const CANCEL_IN = 15;
const LONG_IN = 8;
const RESULT_NO_SERVICE = 4;
const POST_TRIES = 400;

export interface SentText {
  readonly text: string;
  /** Null until the API took it. */
  requestId: string | null;
  status: 'open' | 'accepted' | 'refused' | 'unanswered';
  isCancelAsked: boolean;
  /** It came after a backup that was restored since: nobody can know whether it was taken. */
  isForgotten: boolean;
}

/** The rules that every radio follows from the start. */
export function radioRules(): RadioRule[] {
  return Object.entries(FATES).flatMap(([fate, plan]) =>
    Object.entries(SPEEDS).map(([speed, times]) => ({
      text: new RegExp(`^${fate}, ${speed}, `),
      plan: { ...plan, ...times },
    })),
  );
}

export class ChaosTexts {
  readonly sent: SentText[] = [];
  readonly #world: ChaosWorld;
  readonly #random: Random;
  readonly #under = new Set<Promise<void>>();

  constructor(world: ChaosWorld, random: Random) {
    this.#world = world;
    this.#random = random;
    for (const { phone } of world.phones) phone.radio.script(radioRules());
  }

  /** Sends so many within about so long; answers when all are on their way, not when they are taken. */
  async burst(count: number, withinMs: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      this.#keep(this.#sendOne());
      if (this.#random.below(3) === 0)
        await pause(this.#random.below(Math.ceil((6 * withinMs) / Math.max(1, count))));
    }
  }

  /** All from this one on may be gone from the database; clients that still wait for an answer give up. */
  forgetFrom(index: number): void {
    for (const one of this.sent.slice(index)) one.isForgotten = true;
  }

  /** Cancels one that was taken a moment ago. */
  cancelRecent(): void {
    const recent = this.sent.slice(-12).filter((each) => each.requestId !== null && !each.isCancelAsked);
    const one = recent[this.#random.below(Math.max(1, recent.length))];
    if (one !== undefined) this.#keep(this.#cancel(one, 0));
  }

  /** Resolves when no call is under way. */
  async idle(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under);
  }

  #keep(work: Promise<void>): void {
    this.#under.add(work);
    void work.finally(() => this.#under.delete(work));
  }

  async #sendOne(): Promise<void> {
    const random = this.#random;
    const n = this.sent.length;
    const fate = FATE_NAMES[random.below(FATE_NAMES.length)] ?? 'delivered';
    const speed = Object.keys(SPEEDS)[random.below(3)] ?? 'soon';
    const text = `${fate}, ${speed}, ${n}${random.below(LONG_IN) === 0 ? ' long'.repeat(40) : ''}`;
    const one: SentText = { text, requestId: null, status: 'open', isCancelAsked: false, isForgotten: false };
    this.sent.push(one);
    if (random.below(NO_SERVICE_IN) === 0) {
      const { phones } = this.#world;
      phones[random.below(phones.length)]?.phone.radio.script([
        { text, times: 1, plan: { result: RESULT_NO_SERVICE } },
      ]);
    }
    const cancelAfterMs = random.below(CANCEL_IN) === 0 ? random.below(300) : null;
    const to = `+97798${String(n).padStart(8, '0')}`;
    await (random.below(2) === 0 ? this.#postOnce(one, to) : this.#postUntilTaken(one, to));
    if (cancelAfterMs !== null && one.requestId !== null) await this.#cancel(one, cancelAfterMs);
  }

  /** Without a key: a client that hears nothing must not try again, and never learns what became of it. */
  async #postOnce(one: SentText, to: string): Promise<void> {
    // Nobody there to hear it is no lost answer.
    while (this.#world.gateway.hasEnded()) await pause(50);
    const answer = await this.#world.api('POST', '/v1/messages', { to, text: one.text });
    if (answer === null) one.status = 'unanswered';
    else if (answer.status === 202) this.#taken(one, answer.body);
    else one.status = 'refused';
  }

  /** With a key: it tries until it is told that the text was taken. */
  async #postUntilTaken(one: SentText, to: string): Promise<void> {
    const key = `chaos-${one.text.slice(0, 60)}`;
    for (let tries = 0; tries < POST_TRIES && !one.isForgotten; tries += 1) {
      const answer = await this.#world.api('POST', '/v1/messages', { to, text: one.text }, key);
      if (answer?.status === 202) {
        this.#taken(one, answer.body);
        return;
      }
      if (answer !== null && answer.status !== 503 && answer.status !== 409) {
        throw new Error(`a text was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      await pause(50 + this.#random.below(150));
    }
    one.status = 'unanswered';
  }

  #taken(one: SentText, body: Readonly<Record<string, unknown>>): void {
    one.requestId = String(body['request_id']);
    one.status = 'accepted';
  }

  async #cancel(one: SentText, afterMs: number): Promise<void> {
    await pause(afterMs);
    one.isCancelAsked = true;
    await this.#world.api('POST', `/v1/messages/${one.requestId ?? ''}/cancel`);
  }
}
