/** A phone dials in: it proves who it is, and is asked what it holds before it gets anything new. */
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { Clock } from '../foundation/clock.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import type { Logger } from '../foundation/logger.ts';
import { MAX_LEDGER_PAGE, type LedgerEntry } from '../relay/frames.ts';
import type { LedgerPage, RelayCallbacks, RelaySession } from '../relay/relay-callbacks.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { DevicePairing } from './device-pairing.ts';
import type { PhoneLedger } from './device-registry.ts';
import { tellsOfSubmit } from './phone-frames.ts';
import type { PairingPurpose } from './pairing-desk.ts';
import type { PhonePresence } from './phone-presence.ts';
import type { Reconcile } from './reconcile.ts';

/** For one page of answers. */
const QUERY_DEADLINE_MS = 20_000;
/** Unknown attempts that a phone is asked about before it gets new messages; the rest is asked in the background. */
const UNKNOWN_ASKED_FIRST = 200;

/** Four times what a ledger holds: a list that goes on is none. */
const MOST_PAGES = 20_000;

/** An attempt whose outcome is unknown, as a page of them is continued. */
interface UnknownAttempt {
  readonly attempt_id: string;
  readonly not_after: number;
  readonly seq: number;
}

export interface LinkGreetingDeps<News> {
  readonly devices: DevicePairing & Pick<PhonePresence, 'linked' | 'queried' | 'sawSubmit'>;
  /** Who this gateway is to its phones. */
  readonly gatewayId: () => string;
  /** What the code was made for, or null when it is wrong, used or too old. The code is used up. */
  readonly redeemCode: (code: string) => PairingPurpose | null;
  /** The attempts that a phone may hold. */
  readonly heldAttempts: (deviceId: string) => readonly string[];
  /** Attempts of it whose outcome is unknown, oldest end first. */
  readonly unknownAttempts: (
    deviceId: string,
    page: { readonly after: UnknownAttempt | null; readonly limit: number },
  ) => readonly UnknownAttempt[];
  /** Attempts that a phone may hold and that somebody asked to stop. */
  readonly cancelsFor: (deviceId: string) => readonly string[];
  /** Stores what the ledger of a phone says. Inside a transaction. */
  readonly storeLedger: (phone: PhoneLedger, entries: readonly LedgerEntry[], now: number) => News;
  /** The same of a list of all that it changed; what is not known here is kept. Inside a transaction. */
  readonly storeList: (phone: PhoneLedger, entries: readonly LedgerEntry[], now: number) => News;
  readonly reconcile: Pick<Reconcile, 'compare' | 'lastSeenAt' | 'placeOf' | 'storePlace' | 'told'>;
  /** After the commit: what phones told. */
  readonly hear: (news: News) => void;
  readonly writer: Pick<Writer, 'write'>;
  readonly clock: Clock;
  /** Room for messages was made somewhere. */
  readonly wake: () => void;
  readonly log: Logger;
}

export function createLinkGreeting<News>(
  deps: LinkGreetingDeps<News>,
): Pick<RelayCallbacks, 'redeemPairing' | 'authenticate' | 'linked'> {
  const { devices, log } = deps;

  /** Each page has a deadline of its own and a commit of its own, so that much to ask is only more pages. */
  async function ask(session: RelaySession, attemptIds: readonly string[]): Promise<void> {
    const { deviceId, ledgerId } = session;
    for (let start = 0; start < attemptIds.length; start += MAX_LEDGER_PAGE) {
      const page = attemptIds.slice(start, start + MAX_LEDGER_PAGE);
      const entries = await session.query(page, QUERY_DEADLINE_MS);
      passFaultPoint('query.answered');
      const news = await deps.writer.write(() => {
        const stored = deps.storeLedger({ deviceId, ledgerId }, entries, deps.clock.now());
        passFaultPoint('query.stored');
        return stored;
      });
      passFaultPoint('query.committed');
      if (entries.some(tellsOfSubmit)) devices.sawSubmit(deviceId);
      deps.hear(news);
    }
  }

  /**
   * All that the phone did since a time, a page and a commit at a time, where the database does not know it. A link that
   * is lost goes on where it was.
   */
  async function askWhatItDid(session: RelaySession): Promise<void> {
    const { deviceId, ledgerId } = session;
    const { reconcile } = deps;
    let place = reconcile.placeOf(deviceId);
    if (place === null) return;
    for (let pages = 0; place !== null; pages += 1) {
      if (pages === MOST_PAGES) throw new Error('the list of the ledger has no end');
      const { entries, next }: LedgerPage = await session.listSince(place, QUERY_DEADLINE_MS);
      const news = await deps.writer.write(() => {
        const told = deps.storeList({ deviceId, ledgerId }, entries, deps.clock.now());
        reconcile.storePlace(session, next);
        return told;
      });
      deps.hear(news);
      place = next;
    }
    await reconcile.told(deviceId);
  }

  /** Silence proves nothing: a phone that does not answer gets nothing new and has to dial again. */
  async function askWhatItHolds(session: RelaySession): Promise<void> {
    const { deviceId } = session;
    await askWhatItDid(session);
    const held = deps.heldAttempts(deviceId);
    const unknown = deps.unknownAttempts(deviceId, { after: null, limit: UNKNOWN_ASKED_FIRST });
    await ask(session, [...held, ...unknown.map((attempt) => attempt.attempt_id)]);
    // A cancel that was asked for while the phone was away; what it never saw has been cancelled by its answer.
    for (const attemptId of deps.cancelsFor(deviceId)) session.cancel(attemptId);
    devices.queried(session);
    const last = unknown[UNKNOWN_ASKED_FIRST - 1];
    if (last !== undefined) askTheRest(session, last);
  }

  /** What is unknown is never sent again, so nobody has to wait for it. What is not answered is asked at the next link. */
  function askTheRest(session: RelaySession, first: UnknownAttempt): void {
    const run = async (): Promise<void> => {
      let after = first;
      for (;;) {
        const page = deps.unknownAttempts(session.deviceId, { after, limit: MAX_LEDGER_PAGE });
        const last = page.at(-1);
        if (last === undefined) return;
        await ask(
          session,
          page.map((attempt) => attempt.attempt_id),
        );
        after = last;
      }
    };
    run().catch((error: unknown) => {
      log.info(
        { device: session.deviceId, error: String(error) },
        'a phone was not asked all that is unknown',
      );
    });
  }

  return {
    redeemPairing: async (frame) => {
      const purpose = deps.redeemCode(frame.code);
      if (purpose === null) return { ok: false, reason: 'bad_code', ...inEnglish(sentence('link.bad_code')) };
      const outcome = await devices.pair(frame, purpose);
      return outcome.ok ? { ...outcome, gatewayId: deps.gatewayId() } : outcome;
    },
    authenticate: async (hello) => {
      const seenBefore = deps.reconcile.lastSeenAt(hello.device_id);
      const answer = await devices.authenticate(hello);
      // Before `welcome`: from then on the others must not be handed what this one may have sent.
      if (answer.ok) await deps.reconcile.compare(hello, seenBefore);
      return answer;
    },
    linked: (session) => {
      devices.linked(session);
      session.onDrain(deps.wake);
      askWhatItHolds(session).catch((error: unknown) => {
        log.warn({ device: session.deviceId, error: String(error) }, 'a phone did not answer what it holds');
        session.close('the ledger query was not answered');
      });
    },
  };
}
