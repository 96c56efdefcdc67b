/** The relay link's callbacks over the services. */
import { createLinkCallbacks } from '../devices/link-callbacks.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import type { Logger } from '../foundation/logger.ts';
import type { SteadyClock } from '../foundation/steady-clock.ts';
import type { RelayCallbacks } from '../relay/relay-callbacks.ts';
import type { GatewayServices } from './services.ts';

export function linkCallbacks(
  services: GatewayServices,
  pairing: PairingDesk,
  clock: SteadyClock,
  log: Logger,
): RelayCallbacks {
  const {
    devices,
    deviceStore,
    attempts,
    attemptService,
    dispatcher,
    inbox,
    writer,
    access,
    actions,
    reconcile,
  } = services;
  return createLinkCallbacks({
    devices,
    store: deviceStore,
    writer,
    clock,
    log,
    heardSkew: (deviceId, skewMs) => {
      clock.heardSkew(deviceId, skewMs);
    },
    gatewayId: () => access.workspace.id,
    redeemCode: pairing.redeem,
    heldAttempts: attempts.heldOf,
    unknownAttempts: attempts.unknownOf,
    cancelsFor: actions.cancelsFor,
    storeReports: (phone, reports, now) => attemptService.storeReports(phone, reports, now),
    storeLedger: (phone, entries, now) => attemptService.storeLedger(phone, entries, now),
    storeList: (phone, entries, now) => attemptService.storeList(phone, entries, now),
    reconcile,
    storeTexts: (phone, texts, now) => inbox.store(phone, texts, now),
    storeBadFrame: (row) => {
      attempts.orphan(row);
    },
    sawBadFrame: devices.sawBadFrame,
    sawSubmit: devices.sawSubmit,
    hear: (news) => {
      dispatcher.hear(news);
    },
    wake: dispatcher.wake,
  });
}
