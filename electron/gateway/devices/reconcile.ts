/**
 * After a restore the phones know more than the database. Nothing goes out until each of them has told what it did since,
 * and what it did is given back to the messages; or until the operator lets it go. Begun by `relaydesk restore`, or here
 * when a phone shows in `hello` that the database file is an older one.
 */
import { logged } from '../foundation/faults.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Feed } from '../events/feed.ts';
import type { PhoneFrames } from '../relay/frames.ts';
import type { LedgerPlace, RelaySession } from '../relay/relay-callbacks.ts';
import { askedSince } from '../storage/database-facts.ts';
import type { Writer } from '../storage/group-commit.ts';
import { knowsMore } from './reconcile-rules.ts';
import type { ReconcileStore } from './reconcile-store.ts';

export interface ReconcileDeps {
  readonly store: ReconcileStore;
  /** The paired phones that must answer. */
  readonly pairedPhones: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly isLinked: boolean;
  }[];
  /** Makes every linked phone dial again, and so be asked. */
  readonly dialAnew: (why: string) => void;
  readonly isAttemptKnown: (attemptId: string) => boolean;
  /** Gives some of what phones told back to its messages; inside a transaction. Null: nothing is left after this id. */
  readonly adoptAfter: (requestId: string, now: number) => string | null;
  /** Cancels some of what waits and is to be cancelled; inside a transaction. Says whether there may be more. */
  readonly cancelWaiting: (now: number) => boolean;
  /** Asks linked phones to stop what they still hold and somebody asked to stop. */
  readonly resendCancels: () => void;
  readonly events: Pick<EventStore, 'append'>;
  readonly feed: Pick<Feed, 'note' | 'tell'>;
  readonly writer: Pick<Writer, 'write'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wake: () => void;
}

/** One paired phone of the list that the operator sees. */
export interface ReconcilePhone {
  readonly deviceId: string;
  readonly name: string;
  readonly isLinked: boolean;
  readonly hasAnswered: boolean;
}

export interface Reconcile {
  /** Nothing may be handed out, and nothing that waits may be ended. */
  readonly isHolding: () => boolean;
  /** Since when; null while nothing is held. */
  readonly heldSince: () => number | null;
  /** A phone proved who it is: does it know more? Resolves once that is on disk. `lastSeenAt` is when it came before. */
  readonly compare: (hello: PhoneFrames['hello'], lastSeenAt: number | null) => Promise<void>;
  readonly lastSeenAt: (deviceId: string) => number | null;
  /** From where a phone has to tell, or null: nothing is asked of it. */
  readonly placeOf: (deviceId: string) => LedgerPlace | null;
  /** A page was stored; null: it was the last. Inside its transaction. */
  readonly storePlace: (session: RelaySession, next: LedgerPlace | null) => void;
  /** A phone has told everything and that is on disk. */
  readonly told: (deviceId: string) => Promise<void>;
  /** The operator takes the risk that what a missing phone sent goes out again. Resolves once it is on disk. */
  readonly release: () => Promise<void>;
  readonly phones: () => readonly ReconcilePhone[];
  start(): void;
  /** Resolves when nothing of it is running. Safe twice and before start. */
  stop(): Promise<void>;
}

/** After a disk that took nothing, the end is tried again. */
const RETRY_MS = 2_000;

export function createReconcile(deps: ReconcileDeps): Reconcile {
  const { store, writer, clock, log } = deps;
  let heldSince = store.startedAt();
  const places = new Map<string, LedgerPlace>();
  for (const { deviceId, since, after, isAnswered } of store.phones())
    if (!isAnswered) places.set(deviceId, { since, after });
  let timer: Timer | null = null;
  let ending: Promise<void> | null = null;
  const endFailed = logged(log, 'what phones told could not be given back yet');

  const missing = () => deps.pairedPhones().filter(({ id }) => places.has(id));

  function note(type: string, data: Readonly<Record<string, unknown>>): void {
    deps.events.append({ type, mode: 'live', clientId: null, subjectId: '', at: clock.now(), data });
    deps.feed.note('queue', '');
  }

  /** Gives back what is known, batch after batch with the loop free between them. */
  async function adoptAll(): Promise<void> {
    let after: string | null = '';
    while (after !== null) {
      const from: string = after;
      after = await writer.write(() => deps.adoptAfter(from, clock.now()));
    }
  }

  /** Held until the last of it is on disk. */
  async function end(type: string, unasked: readonly string[]): Promise<void> {
    await adoptAll();
    let isMore = true;
    while (isMore) isMore = await writer.write(() => deps.cancelWaiting(clock.now()));
    await writer.write(() => {
      store.setStartedAt(null);
      store.forgetAnswered();
      note(type, { phones_not_asked: unasked });
    });
    heldSince = null;
    timer?.stop();
    timer = null;
    log.warn({ unasked }, 'the phones were asked what they sent; messages go out again');
    deps.resendCancels();
    deps.wake();
  }

  function endOnce(type: string, unasked: readonly string[]): Promise<void> {
    ending ??= end(type, unasked).finally(() => {
      ending = null;
    });
    return ending;
  }

  async function endIfTold(): Promise<void> {
    if (heldSince !== null && missing().length === 0) await endOnce('reconcile.finished', []);
  }

  function watch(): void {
    timer ??= every(RETRY_MS, () => endIfTold(), endFailed);
  }

  async function begin(hello: PhoneFrames['hello'], lastSeenAt: number | null): Promise<void> {
    const now = clock.now();
    const asked = new Map([[hello.device_id, askedSince(lastSeenAt)]]);
    const isNew = heldSince === null;
    if (isNew) {
      for (const { id } of deps.pairedPhones())
        if (!asked.has(id)) asked.set(id, askedSince(store.lastSeenAt(id)));
    }
    heldSince ??= now;
    for (const [id, since] of asked) if (!places.has(id)) places.set(id, { since, after: null });
    watch();
    log.error(
      { device: hello.device_id, newest: hello.newest_attempt_id, acked: hello.acked_seq },
      'a phone knows more than the database: it is an older file. All phones are asked what they sent',
    );
    await writer.write(() => {
      store.setStartedAt(heldSince);
      for (const [id, since] of asked) store.ask(id, since);
      if (isNew) note('reconcile.started', { cause: 'hello', device_id: hello.device_id });
    });
    if (isNew) deps.dialAnew('it is asked what it sent');
  }

  return {
    isHolding: () => heldSince !== null,
    heldSince: () => heldSince,
    lastSeenAt: store.lastSeenAt,
    compare: async (hello, lastSeenAt) => {
      const { device_id: deviceId, ledger_id: ledgerId } = hello;
      if (places.has(deviceId)) return;
      const newest = hello.newest_attempt_id;
      const isMore = knowsMore({
        newestAttemptId: newest,
        isNewestKnown: newest !== null && deps.isAttemptKnown(newest),
        settledId: store.settledId({ deviceId, ledgerId }),
        ackedSeq: hello.acked_seq,
        lastSeq: store.lastSeqOf(ledgerId),
      });
      if (isMore) await begin(hello, lastSeenAt);
    },
    placeOf: (deviceId) => places.get(deviceId) ?? null,
    storePlace: ({ deviceId, ledgerId, hello }, next) => {
      if (next !== null) {
        store.moveOn(deviceId, next);
        return;
      }
      const told = { newestAttemptId: hello.newest_attempt_id, ackedSeq: hello.acked_seq };
      store.answered({ deviceId, ledgerId }, told, clock.now());
    },
    told: async (deviceId) => {
      places.delete(deviceId);
      deps.feed.tell('queue', '');
      if (heldSince === null) await adoptAll();
      else await endIfTold().catch(endFailed);
    },
    release: async () => {
      if (heldSince === null) return;
      const unasked = missing().map(({ id }) => id);
      await endOnce('reconcile.released', unasked);
    },
    phones: () =>
      deps.pairedPhones().map(({ id, name, isLinked }) => ({
        deviceId: id,
        name,
        isLinked,
        hasAnswered: !places.has(id),
      })),
    start: () => {
      if (heldSince === null) return;
      log.warn({ phones: missing().length }, 'nothing goes out until the phones told what they sent');
      watch();
      endIfTold().catch(endFailed);
    },
    stop: async () => {
      timer?.stop();
      timer = null;
      await ending?.catch(endFailed);
    },
  };
}
