/** The crowd relay in the place of the installed app: light enough for many phones in one process. */
import type { Bundle, Extra } from './android/handset.ts';
import type { InstalledRelay } from './installed-relay.ts';
import type { CrowdRelay, ShellAnswer } from './relay/crowd-relay-types.ts';

export interface CrowdInstalledRelay extends InstalledRelay {
  /** Another one after its data was removed. */
  readonly relay: CrowdRelay;
}

export function crowdInstalledRelay(makeRelay: () => CrowdRelay): CrowdInstalledRelay {
  let relay = makeRelay();
  const start = (): void => {
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
    forceStop: () => relay.kill(),
    powerOff: () => relay.kill(),
    boot: start,
    phoneChanged: () => undefined,
    dataRemoved() {
      relay = makeRelay();
    },
    stop: () => relay.stop(),
  };
}

function callShell(relay: CrowdRelay, method: string, extras: ReadonlyMap<string, Extra>): Bundle {
  if (method === 'poke') return asBundle(relay.poke());
  if (method !== 'pair') return { ok: false, reason: 'unknown_method' };
  const code = extras.get('code');
  const pin = extras.get('pin');
  const host = extras.get('host');
  const port = extras.get('port');
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
