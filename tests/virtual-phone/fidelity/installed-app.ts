/** The relay app itself, installed on a virtual phone: what adb and the phone do, done to its process. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Handset } from '../android/handset.ts';
import type { Bundle } from '../android/installed-package.ts';
import type { InstalledRelay, MakeInstalledRelay, RelayDeps } from '../installed-relay.ts';
import { LINK_SERVICE, type PhoneFacts, RelayApp } from './relay-app.ts';

const PACKAGE = 'app.relaydesk.relay';
const RUNTIME_PERMISSION = 'android.permission.';

export interface InstalledApp extends InstalledRelay {
  readonly process: RelayApp;
}

/** For `installedRelay` of a phone: API level 34, as the classes run on that Android. `made` gets each app. */
export function fidelityRelay(made?: (app: InstalledApp) => void): MakeInstalledRelay {
  return (parts) => {
    const app = installedApp(parts);
    made?.(app);
    return app;
  };
}

function installedApp({ directory, handset, radio, clock, dial }: RelayDeps): InstalledApp {
  const process = new RelayApp({
    directory: path.join(directory, 'data'),
    radio,
    clock,
    dial,
    androidId: createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 16),
    startsItself: true,
    facts: () => factsOf(handset),
  });
  return {
    process,
    callShell: (method, extras) => process.call(method, Object.fromEntries(extras)).then(asBundle),
    startService: () => process.startService(LINK_SERVICE),
    // The screen does nothing for the link but start its service.
    openScreen: () => process.startService(LINK_SERVICE),
    kill: () => process.kill(),
    forceStop: () => process.forceStop(),
    powerOff: () => process.powerOff(),
    boot: () => process.boot(),
    phoneChanged: () => process.phoneChanged(),
    installed: async (_versionName, change) => {
      // A first one waits for whoever starts it; one that was stopped hears nothing.
      if (change !== 'update') return;
      process.kill();
      await process.broadcast('android.intent.action.MY_PACKAGE_REPLACED');
    },
    dataRemoved: () => undefined,
    stop: () => process.stop(),
  };
}

const asBundle = (answer: { ok: boolean; reason?: string } | null): Bundle | null => {
  if (answer === null) return null;
  return answer.reason === undefined ? { ok: answer.ok } : { ok: answer.ok, reason: answer.reason };
};

function factsOf(handset: Handset): PhoneFacts {
  return {
    sims: handset.sims.map((sim) => ({ id: sim.slot, number: null, ...sim })),
    permissions: [...handset.grants].flatMap((grant) => {
      const [name, permission = ''] = grant.split(' ');
      return name === PACKAGE && permission.startsWith(RUNTIME_PERMISSION)
        ? [permission.slice(RUNTIME_PERMISSION.length)]
        : [];
    }),
    power: handset.battery,
    isAirplane: handset.settings.global.get('airplane_mode_on') === '1',
    isDozing: false,
    isWhitelisted: handset.batteryWhitelist.has(PACKAGE),
  };
}
