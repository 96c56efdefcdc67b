/** A phone dials in: it proves who it is, and is asked what it holds before it gets anything new. */
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import type { LedgerEntry } from '../relay/frames.ts';
import type { RelayCallbacks, RelaySession } from '../relay/relay-callbacks.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { DevicePairing } from './device-pairing.ts';
import type { PhoneLedger } from './device-registry.ts';
import type { PairingPurpose } from './pairing-desk.ts';
import type { PhonePresence } from './phone-presence.ts';

const QUERY_DEADLINE_MS = 20_000;

export interface LinkGreetingDeps<News> {
  readonly devices: DevicePairing & Pick<PhonePresence, 'linked' | 'queried'>;
  /** Who this gateway is to its phones. */
  readonly gatewayId: () => string;
  /** What the code was made for, or null when it is wrong, used or too old. The code is used up. */
  readonly redeemCode: (code: string) => PairingPurpose | null;
  /** The attempts that a phone may hold. */
  readonly openAttempts: (deviceId: string) => readonly { readonly attempt_id: string }[];
  /** Attempts that a phone may hold and that somebody asked to stop. */
  readonly cancelsFor: (deviceId: string) => readonly string[];
  /** Stores what the ledger of a phone says. Inside a transaction. */
  readonly storeLedger: (phone: PhoneLedger, entries: readonly LedgerEntry[], now: number) => News;
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

  /** Silence proves nothing: a phone that does not answer gets nothing new and has to dial again. */
  async function askWhatItHolds(session: RelaySession): Promise<void> {
    const open = deps.openAttempts(session.deviceId).map((attempt) => attempt.attempt_id);
    if (open.length > 0) {
      const entries = await session.query(open, QUERY_DEADLINE_MS);
      const { deviceId, ledgerId } = session;
      const news = await deps.writer.write(() =>
        deps.storeLedger({ deviceId, ledgerId }, entries, deps.clock.now()),
      );
      deps.hear(news);
      // A cancel that was asked for while the phone was away; what it never saw has been cancelled by its answer.
      for (const attemptId of deps.cancelsFor(session.deviceId)) session.cancel(attemptId);
    }
    devices.queried(session);
  }

  return {
    redeemPairing: async (frame) => {
      const purpose = deps.redeemCode(frame.code);
      if (purpose === null) return { ok: false, reason: 'bad_code', ...inEnglish(sentence('link.bad_code')) };
      const outcome = await devices.pair(frame, purpose);
      return outcome.ok ? { ...outcome, gatewayId: deps.gatewayId() } : outcome;
    },
    authenticate: (hello) => devices.authenticate(hello),
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
