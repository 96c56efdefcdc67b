/** What becomes of all that phones say over the relay link. */
import type { Logger } from '../foundation/logger.ts';
import type { RelayCallbacks } from '../relay/relay-callbacks.ts';
import { createLinkGreeting, type LinkGreetingDeps } from './link-greeting.ts';
import { createLinkIntake, type LinkIntakeDeps } from './link-intake.ts';
import type { PhonePresence } from './phone-presence.ts';

interface LinkCallbackDeps<News> extends LinkGreetingDeps<News>, LinkIntakeDeps<News> {
  readonly devices: LinkGreetingDeps<News>['devices'] & PhonePresence;
  readonly log: Logger;
  /** How far the clock of a phone is ahead of gateway time. */
  readonly heardSkew: (deviceId: string, skewMs: number) => void;
}

/** `News` is what phones told, as the dispatcher hears it; it is handed on as it is. */
export function createLinkCallbacks<News>(deps: LinkCallbackDeps<News>): RelayCallbacks {
  const { devices, log } = deps;
  return {
    ...createLinkGreeting(deps),
    ...createLinkIntake(deps),
    heartbeat: (session, frame) => {
      deps.heardSkew(session.deviceId, frame.clock_skew_ms);
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
