/** What the news of an attempt means for the phone and the SIM that had it. */
import { RADIO_RESTS, readRejectReason, type PhoneTrouble, type Rest } from '../../shared/reject-reasons.ts';
import type { AttemptNews } from '../messages/attempt-service.ts';
import type { Fleet } from './fleet.ts';

export interface RestDeps {
  readonly fleet: Fleet;
  readonly setTrouble: (
    deviceId: string,
    trouble: { readonly code: PhoneTrouble; readonly until: number } | null,
  ) => void;
  readonly monotonic: () => number;
}

/** So often in a row a phone may lose the same message before it is left alone. */
const NEVER_SEEN_LIMIT = 3;
const LOST_REST_MS = 60_000;
/** Messages of one phone that are counted; more than a link holds at once. */
const LOST_KEPT = 64;

/** Keeps in mind which messages a phone loses again and again. */
export class Rests {
  readonly #deps: RestDeps;
  /** How often in a row, by phone and message: a link holds several, and all of them are lost together. */
  readonly #lost = new Map<string, Map<number, number>>();

  constructor(deps: RestDeps) {
    this.#deps = deps;
  }

  take(news: readonly AttemptNews[]): void {
    for (const one of news) this.#takeOne(one);
  }

  #takeOne(news: AttemptNews): void {
    const { fleet } = this.#deps;
    const now = this.#deps.monotonic();
    switch (news.kind) {
      case 'held':
        this.#recovered(news.deviceId);
        return;
      case 'sent':
        fleet.keepUsed(news.attemptId);
        fleet.simBudget(news.simId).sent();
        this.#recovered(news.deviceId);
        return;
      case 'failed':
        fleet.keepUsed(news.attemptId);
        this.#failed(news, RADIO_RESTS[news.code], now);
        return;
      case 'rejected':
        fleet.giveBack(news.attemptId, news.deviceId);
        this.#refused(news, now);
    }
  }

  /** The SIM's own rest grows; what is the phone's matter keeps all its SIMs. */
  #failed(news: AttemptNews & { kind: 'failed' }, rest: Rest, now: number): void {
    const phone = this.#deps.fleet.phoneBudget(news.deviceId);
    this.#deps.fleet.simBudget(news.simId).failed(rest.ms, now);
    if (rest.who === 'phone') phone.rest(rest.ms, now);
    if (news.code === 'os_limit') phone.learnLimit(now);
  }

  #refused(news: AttemptNews & { kind: 'rejected' }, now: number): void {
    const { fleet } = this.#deps;
    if (news.reason === 'never_seen') {
      this.#lostOnce(news, now);
      return;
    }
    const { rests, trouble } = readRejectReason(news.reason);
    if (rests === null) return;
    const ms = news.retryAfterMs ?? rests.ms;
    if (trouble !== null) this.#trouble(news.deviceId, trouble, ms, now);
    else if (rests.who === 'phone') fleet.phoneBudget(news.deviceId).rest(ms, now);
    else fleet.simBudget(news.simId).rest(ms, now);
  }

  /** A full disk, or a vendor's method that throws, shows as a message that the phone has never seen. */
  #lostOnce({ deviceId, messageSeq }: AttemptNews, now: number): void {
    const counts = this.#lost.get(deviceId) ?? new Map<number, number>();
    this.#lost.set(deviceId, counts);
    const times = (counts.get(messageSeq) ?? 0) + 1;
    counts.delete(messageSeq);
    counts.set(messageSeq, times);
    const [oldest] = counts.keys();
    if (counts.size > LOST_KEPT && oldest !== undefined) counts.delete(oldest);
    if (times < NEVER_SEEN_LIMIT) return;
    this.#lost.delete(deviceId);
    this.#trouble(deviceId, 'phone_error', LOST_REST_MS, now);
  }

  #trouble(deviceId: string, code: PhoneTrouble, firstMs: number, now: number): void {
    const until = this.#deps.fleet.phoneBudget(deviceId).restForTrouble(firstMs, now);
    this.#deps.setTrouble(deviceId, { code, until });
  }

  #recovered(deviceId: string): void {
    this.#deps.fleet.phoneBudget(deviceId).recovered();
    if (this.#lost.size > 0) this.#lost.delete(deviceId);
    this.#deps.setTrouble(deviceId, null);
  }
}
