/** The relay app as Android's programs see it: its package, its guarded provider, its service. */
import type { AppCode, InstalledPackage } from './android/installed-package.ts';
import type { InstalledRelay } from './installed-relay.ts';

export const RELAY_PACKAGE = 'app.relaydesk.relay';
const RELAY_AUTHORITY = 'app.relaydesk.relay.shell';

/** What the relay's code does on a phone, whatever APK brought it. */
export function relayCode(relay: InstalledRelay, removeData: () => Promise<void>): AppCode {
  return {
    providers: { [RELAY_AUTHORITY]: (method, extras) => relay.callShell(method, extras) },
    services: { '.LinkService': () => relay.startService() },
    activities: { '.MainActivity': () => relay.openScreen() },
    forceStop: () => relay.forceStop(),
    changed: () => relay.phoneChanged(),
    installed: ({ versionName }, change) => relay.installed(versionName, change),
    removeData,
  };
}

/** The package of a phone that has the relay from the start; no APK was needed for it. */
export function relayPackage(code: AppCode): InstalledPackage {
  return {
    ...code,
    apk: {
      packageName: RELAY_PACKAGE,
      versionCode: 1000,
      versionName: '0.1.0',
      minSdk: 26,
      targetSdk: 35,
      permissions: PERMISSIONS.map((name) => `android.permission.${name}`),
    },
    signer: DEVELOPMENT_SIGNER,
    path: '/data/app/~~kB9cS2dQ1rX0vT7wYz3LqA==/app.relaydesk.relay-mN4pR8sU2vW6xY0zA3bC5g==/base.apk',
  };
}

/** The key in `relay-apk/signing`, so that an APK of the developer's own build updates the app. */
const DEVELOPMENT_SIGNER = {
  sha256: 'f826c6177e0ddf2212e8d1b7cf6c6a1e733915642556aecc7e78c2b39f70d59a',
  hash: 'a3b06583',
} as const;

/** As in `AndroidManifest.xml`. */
const PERMISSIONS = [
  'SEND_SMS',
  'RECEIVE_SMS',
  'READ_SMS',
  'READ_PHONE_STATE',
  'READ_PHONE_NUMBERS',
  'POST_NOTIFICATIONS',
  'INTERNET',
  'ACCESS_NETWORK_STATE',
  'WAKE_LOCK',
  'RECEIVE_BOOT_COMPLETED',
  'FOREGROUND_SERVICE',
  'FOREGROUND_SERVICE_REMOTE_MESSAGING',
  'REQUEST_IGNORE_BATTERY_OPTIMIZATIONS',
  'SCHEDULE_EXACT_ALARM',
] as const;
