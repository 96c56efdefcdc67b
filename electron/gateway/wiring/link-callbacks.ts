/** What phones say over the relay link, handed to the services: the only meeting place of the two. */
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import type { PairingPurpose } from '../devices/device-service.ts';
import type { GatewayServices } from './services.ts';
import type { InboundText, PhoneVoice } from '../inbox/inbound-message.ts';
import type { PhoneFrames } from '../relay/frames.ts';
import type { RelayCallbacks, RelaySession } from '../relay/relay-callbacks.ts';

const QUERY_DEADLINE_MS = 20_000;

export interface LinkParts {
  readonly services: GatewayServices;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the code was made for, or null when it is wrong, used or too old. The code is used up. */
  readonly redeemCode: (code: string) => PairingPurpose | null;
}

export function createLinkCallbacks(parts: LinkParts): RelayCallbacks {
  const { services, clock, log } = parts;
  const { devices, writer, attempts, attemptService, deviceStore, dispatcher } = services;

  /** Before a phone gets anything new it is asked what became of what it may hold. */
  async function settle(session: RelaySession): Promise<void> {
    const open = attempts.openOfDevice(session.deviceId);
    if (open.length > 0) {
      const entries = await session.query(
        open.map((attempt) => attempt.attempt_id),
        QUERY_DEADLINE_MS,
      );
      dispatcher.hear(await writer.write(() => attemptService.storeLedger(session, entries, clock.now())));
    }
    devices.settled(session);
  }

  return {
    redeemPairing: async (frame) => {
      const purpose = parts.redeemCode(frame.code);
      if (purpose === null) {
        return {
          ok: false,
          reason: 'bad_code',
          message: 'The pairing code is wrong or too old. Pair again.',
        };
      }
      const outcome = await devices.pair(frame, purpose);
      if (!outcome.ok) return outcome;
      return { ...outcome, gatewayId: services.access.workspace.id };
    },
    authenticate: (hello) => devices.authenticate(hello),
    linked: (session) => {
      devices.linked(session);
      settle(session).catch((error: unknown) => {
        log.warn({ device: session.deviceId, error: String(error) }, 'a phone did not answer what it holds');
        session.close('the ledger query was not answered');
      });
    },
    reports: async (session, frames) => {
      const news = await writer.write(() => {
        const heard = attemptService.storeReports(session, frames, clock.now());
        const last = frames.at(-1);
        if (last !== undefined) deviceStore.storeLastSeq(session.deviceId, session.ledgerId, last.seq);
        return heard;
      });
      dispatcher.hear(news);
    },
    inbound: async (session, frames) => {
      const texts = frames.map(textOf);
      await writer.write(() => {
        services.inbox.store(voiceOf(session), texts, clock.now());
        // Acked also where nothing is kept: the phone would send a text that is not wanted again for 30 days.
        const last = frames.at(-1);
        if (last !== undefined) deviceStore.storeLastSeq(session.deviceId, session.ledgerId, last.seq);
      });
    },
    badFrame: async (session, bad) => {
      log.warn(
        { device: session.deviceId, seq: bad.seq, detail: bad.detail },
        'a phone sent a frame with wrong fields',
      );
      await writer.write(() => {
        attempts.orphan({
          deviceId: session.deviceId,
          ledgerId: session.ledgerId,
          kind: 'bad_fields',
          frame: bad.raw,
          detail: bad.detail,
          receivedAt: clock.now(),
        });
        deviceStore.storeLastSeq(session.deviceId, session.ledgerId, bad.seq);
      });
    },
    ledger: async (session, entries) => {
      dispatcher.hear(await writer.write(() => attemptService.storeLedger(session, entries, clock.now())));
    },
    heartbeat: (session, frame) => {
      devices.heartbeat(session, frame);
    },
    phoneError: (session, frame) => {
      log.warn(
        { device: session.deviceId, code: frame.code, attempt: frame.attempt_id },
        'a phone reports an error',
      );
    },
    closed: (session, why) => {
      log.info({ device: session.deviceId, why }, 'a phone is no longer linked');
      devices.unlinked(session);
    },
  };
}

function voiceOf(session: RelaySession): PhoneVoice {
  return { deviceId: session.deviceId, ledgerId: session.ledgerId };
}

function textOf(frame: PhoneFrames['inbound']): InboundText {
  return {
    inboundId: frame.inbound_id,
    from: frame.from,
    body: frame.body,
    parts: frame.parts,
    subscriptionId: frame.sim_id,
    receivedAt: frame.received_at,
    smscAt: frame.smsc_at,
  };
}
