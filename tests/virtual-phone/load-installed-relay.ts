/** The load relay in the place of the installed app: light enough for many phones in one process. */
import type { Bundle, Extra } from './android/installed-package.ts';
import type { InstalledRelay } from './installed-relay.ts';
import type { PhoneRelay, ShellAnswer } from '../../electron/gateway/demo-phone/phone-relay-types.ts';

export interface LoadInstalledRelay extends InstalledRelay {
  /** Another one after its data was removed. */
  readonly relay: PhoneRelay;
}

/** `makeRelay` gets the version of the APK that was installed; null while the phone has the app from the start. */
export function loadInstalledRelay(
  makeRelay: (versionName: string | null) => PhoneRelay,
): LoadInstalledRelay {
  let version: string | null = null;
  let relay = makeRelay(version);
  /** As after an install or a force-stop: not even a boot of the phone starts it. */
  let isStopped = false;
  const start = (): void => {
    isStopped = false;
    if (!relay.state.isRunning) relay.start();
  };
  return {
    get relay() {
      return relay;
    },
    callShell(method, extras) {
      start();
      return callShell(relay, method, extras);
    },
    startService: start,
    openScreen: start,
    kill: () => relay.kill(),
    forceStop() {
      isStopped = true;
      relay.kill();
    },
    powerOff: () => relay.kill(),
    boot() {
      if (!isStopped) start();
    },
    phoneChanged: () => undefined,
    installed(versionName, change) {
      relay.kill();
      version = versionName;
      relay = makeRelay(version);
      isStopped = change !== 'update';
      if (!isStopped) start();
    },
    dataRemoved() {
      isStopped = false;
      relay = makeRelay(version);
    },
    stop: () => relay.stop(),
  };
}

function callShell(relay: PhoneRelay, method: string, extras: ReadonlyMap<string, Extra>): Bundle {
  const port = extras.get('port');
  if (method === 'poke') return asBundle(relay.poke(typeof port === 'number' ? port : undefined));
  if (method !== 'pair') return { ok: false, reason: 'unknown_method' };
  const code = extras.get('code');
  const pin = extras.get('pin');
  const host = extras.get('host');
  const isComplete =
    typeof code === 'string' &&
    typeof pin === 'string' &&
    typeof host === 'string' &&
    typeof port === 'number';
  if (!isComplete) return { ok: false, reason: 'bad_request' };
  const replace = extras.get('replace') === true;
  return asBundle(relay.pair({ code, pin, host, port, ...(replace ? { replace } : {}) }));
}

const asBundle = (answer: ShellAnswer): Bundle =>
  answer.ok ? { ok: true } : { ok: false, reason: answer.reason };
