import type { LedgerEntry, LinkConfig, PhoneFrames } from '../../../electron/gateway/relay/frames.ts';
import type { LinkLimits } from '../../../electron/gateway/relay/link-limits.ts';
import type {
  BadFrame,
  HelloAnswer,
  PairingAnswer,
  RelayCallbacks,
  RelaySession,
} from '../../../electron/gateway/relay/relay-callbacks.ts';
import { createRelayKey, type RelayKey } from '../../../electron/gateway/relay/relay-key.ts';
import { createRelayLink, type RelayLink } from '../../../electron/gateway/relay/relay-link.ts';
import { TestPhone } from '../../support/test-phone.ts';

export const LINK_CONFIG: LinkConfig = {
  heartbeat_charging_seconds: 10,
  heartbeat_battery_seconds: 60,
  parts_per_minute: null,
  inbox: { sims: [], stop_words: [] },
};

/** Answers pairings and hellos by rote and writes down, in order, whatever the link calls. */
class RecordingCallbacks implements RelayCallbacks {
  readonly calls: string[] = [];
  readonly pairings: PhoneFrames['pair'][] = [];
  readonly sessions: RelaySession[] = [];
  readonly reportBatches: (readonly PhoneFrames['report'][])[] = [];
  readonly inboundFrames: PhoneFrames['inbound'][] = [];
  readonly badFrames: BadFrame[] = [];
  readonly ledgerEntries: LedgerEntry[] = [];
  readonly phoneErrors: PhoneFrames['error'][] = [];
  readonly closedBecause: string[] = [];
  lastSeq = 0;
  /** Reports count as committed when this resolves. */
  commit: () => Promise<void> = () => Promise.resolve();
  authenticateWith: (hello: PhoneFrames['hello']) => Promise<HelloAnswer> = (hello) =>
    Promise.resolve(
      hello.token === 'token-1'
        ? {
            ok: true,
            deviceId: hello.device_id,
            session: (this.#sessionNumber += 1),
            lastSeq: this.lastSeq,
            config: LINK_CONFIG,
          }
        : { ok: false, reason: 'bad_token', message: 'This phone is not paired any more.' },
    );
  #sessionNumber = 0;

  redeemPairing(frame: PhoneFrames['pair']): Promise<PairingAnswer> {
    this.pairings.push(frame);
    return Promise.resolve(
      frame.code === 'right'
        ? { ok: true, deviceId: 'dev_1', token: 'token-1', gatewayId: 'gateway-1' }
        : { ok: false, reason: 'bad_code', message: 'The code is wrong.' },
    );
  }

  authenticate(hello: PhoneFrames['hello']): Promise<HelloAnswer> {
    return this.authenticateWith(hello);
  }

  linked(session: RelaySession): void {
    this.sessions.push(session);
    this.calls.push(`linked ${session.session}`);
  }

  async reports(session: RelaySession, frames: readonly PhoneFrames['report'][]): Promise<void> {
    this.reportBatches.push(frames);
    this.calls.push(`reports ${session.session}: ${frames.map((frame) => frame.seq).join(' ')}`);
    await this.commit();
  }

  inbound(session: RelaySession, frames: readonly PhoneFrames['inbound'][]): Promise<void> {
    this.inboundFrames.push(...frames);
    this.calls.push(`inbound ${session.session}: ${frames.map((frame) => frame.seq).join(' ')}`);
    return Promise.resolve();
  }

  badFrame(session: RelaySession, frame: BadFrame): Promise<void> {
    this.badFrames.push(frame);
    this.calls.push(`bad ${session.session}: ${frame.seq}`);
    return Promise.resolve();
  }

  ledger(_session: RelaySession, entries: readonly LedgerEntry[]): Promise<void> {
    this.ledgerEntries.push(...entries);
    return Promise.resolve();
  }

  heartbeat(session: RelaySession): void {
    this.calls.push(`heartbeat ${session.session}`);
  }

  phoneError(_session: RelaySession, frame: PhoneFrames['error']): void {
    this.phoneErrors.push(frame);
  }

  closed(session: RelaySession, why: string): void {
    this.calls.push(`closed ${session.session}`);
    this.closedBecause.push(why);
  }
}

export interface LinkWorld {
  readonly callbacks: RecordingCallbacks;
  readonly link: RelayLink;
  readonly key: RelayKey;
  /** Moves the clocks of the link. */
  readonly clock: { now: number; monotonicMs: number };
  dial(): TestPhone;
  stop(): Promise<void>;
}

/** A real listener on a free port, with callbacks that record and clocks that stand still. */
export async function startLinkWorld(limits: Partial<LinkLimits> = {}): Promise<LinkWorld> {
  const callbacks = new RecordingCallbacks();
  const key = await createRelayKey();
  const clock = { now: 1_800_000_000_000, monotonicMs: 0 };
  const link = createRelayLink({
    key,
    callbacks,
    host: '127.0.0.1',
    port: 0,
    now: () => clock.now,
    monotonicMs: () => clock.monotonicMs,
    limits: { sweepMs: 10, wrongCodePauseMs: 10, ...limits },
  });
  await link.start();
  const phones: TestPhone[] = [];
  return {
    callbacks,
    link,
    key,
    clock,
    dial: () => {
      const phone = new TestPhone(link.port);
      phones.push(phone);
      return phone;
    },
    stop: async () => {
      for (const phone of phones) phone.hangUp();
      await link.stop();
    },
  };
}
