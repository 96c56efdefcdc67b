/** What linked phones tell: each batch is stored with its seq in one commit, and only then acked. */
import type { Clock } from '../foundation/clock.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import type { Logger } from '../foundation/logger.ts';
import type { LedgerEntry, PhoneFrames } from '../relay/frames.ts';
import type { RelayCallbacks } from '../relay/relay-callbacks.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { PhoneLedger } from './device-registry.ts';
import type { DeviceStore } from './device-store.ts';
import { tellsOfSubmit, textOf } from './phone-frames.ts';

/** A frame whose fields are wrong, kept as it came. */
interface BadFrameRow extends PhoneLedger {
  readonly kind: 'bad_fields';
  readonly frame: string;
  readonly detail: string;
  readonly receivedAt: number;
}

export interface LinkIntakeDeps<News> {
  readonly store: Pick<DeviceStore, 'storeLastSeq'>;
  readonly writer: Pick<Writer, 'write'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Inside a transaction, all four. */
  readonly storeReports: (phone: PhoneLedger, reports: readonly PhoneFrames['report'][], now: number) => News;
  readonly storeLedger: (phone: PhoneLedger, entries: readonly LedgerEntry[], now: number) => News;
  readonly storeTexts: (
    phone: PhoneLedger,
    texts: readonly ReturnType<typeof textOf>[],
    now: number,
  ) => unknown;
  readonly storeBadFrame: (row: BadFrameRow) => void;
  /** After the commit: the fields of a frame are wrong. */
  readonly sawBadFrame: (deviceId: string) => void;
  /** After the commit: the radio of a phone was given a text. */
  readonly sawSubmit: (deviceId: string) => void;
  /** After the commit: what phones told. */
  readonly hear: (news: News) => void;
}

export function createLinkIntake<News>(
  deps: LinkIntakeDeps<News>,
): Pick<RelayCallbacks, 'reports' | 'inbound' | 'badFrame' | 'ledger'> {
  const { store, writer, clock, log } = deps;

  /** Stores a batch and the last seq of it together: acked and not stored would be lost, stored and not acked comes again. */
  function storeWithSeq<T>(session: PhoneLedger, lastSeq: number | undefined, unit: () => T): Promise<T> {
    return writer.write(() => {
      const value = unit();
      if (lastSeq !== undefined) store.storeLastSeq(session.deviceId, session.ledgerId, lastSeq);
      return value;
    });
  }

  return {
    reports: async (session, frames) => {
      passFaultPoint('report.read');
      const news = await storeWithSeq(session, frames.at(-1)?.seq, () => {
        const stored = deps.storeReports(ledgerOf(session), frames, clock.now());
        passFaultPoint('report.stored');
        return stored;
      });
      passFaultPoint('report.committed');
      if (frames.some(tellsOfSubmit)) deps.sawSubmit(session.deviceId);
      deps.hear(news);
    },
    inbound: async (session, frames) => {
      const texts = frames.map(textOf);
      // Acked also where nothing is kept: the phone would send a text that is not wanted again for 30 days.
      await storeWithSeq(session, frames.at(-1)?.seq, () =>
        deps.storeTexts(ledgerOf(session), texts, clock.now()),
      );
    },
    badFrame: async (session, { seq, raw, detail }) => {
      log.warn({ device: session.deviceId, seq, detail }, 'a phone sent a frame with wrong fields');
      await storeWithSeq(session, seq, () => {
        const receivedAt = clock.now();
        deps.storeBadFrame({ ...ledgerOf(session), kind: 'bad_fields', frame: raw, detail, receivedAt });
      });
      deps.sawBadFrame(session.deviceId);
    },
    ledger: async (session, entries) => {
      const news = await writer.write(() => deps.storeLedger(ledgerOf(session), entries, clock.now()));
      if (entries.some(tellsOfSubmit)) deps.sawSubmit(session.deviceId);
      deps.hear(news);
    },
  };
}

function ledgerOf({ deviceId, ledgerId }: PhoneLedger): PhoneLedger {
  return { deviceId, ledgerId };
}
