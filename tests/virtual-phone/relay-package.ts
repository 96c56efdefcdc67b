/** The relay app as Android's programs see it: its package, its guarded provider, its service. */
import type { InstalledPackage } from './android/handset.ts';
import type { InstalledRelay } from './installed-relay.ts';

export const RELAY_PACKAGE = 'app.relaydesk.relay';
export const RELAY_AUTHORITY = 'app.relaydesk.relay.shell';

/** The installed relay. */
export function relayPackage(relay: InstalledRelay): InstalledPackage {
  return {
    versionCode: 1,
    versionName: '0.1.0',
    path: '/data/app/~~kB9cS2dQ1rX0vT7wYz3LqA==/app.relaydesk.relay-mN4pR8sU2vW6xY0zA3bC5g==/base.apk',
    providers: { [RELAY_AUTHORITY]: (method, extras) => relay.callShell(method, extras) },
    services: { '.LinkService': () => relay.startService() },
    activities: { '.MainActivity': () => relay.openScreen() },
    forceStop: () => relay.forceStop(),
    changed: () => relay.phoneChanged(),
  };
}
