/** The relay app as Android's programs see it: its package, its guarded provider, its service. */
import { type Bundle, type Extra, type InstalledPackage } from './android/handset.ts';
import { type CrowdRelay, type ShellAnswer } from './relay/crowd-relay-types.ts';

export const RELAY_PACKAGE = 'app.relaydesk.relay';
export const RELAY_AUTHORITY = 'app.relaydesk.relay.shell';

/** The installed relay; `relay` is asked each time, as clearing its data makes a new one. */
export function relayPackage(relay: () => CrowdRelay): InstalledPackage {
  const start = (): void => {
    if (!relay().state.isRunning) relay().start();
  };
  return {
    versionCode: 1,
    versionName: '0.1.0',
    path: '/data/app/~~kB9cS2dQ1rX0vT7wYz3LqA==/app.relaydesk.relay-mN4pR8sU2vW6xY0zA3bC5g==/base.apk',
    providers: {
      [RELAY_AUTHORITY]: (method, extras) => {
        // Asking a provider starts its app.
        start();
        return callShell(relay(), method, extras);
      },
    },
    services: { '.LinkService': start },
    activities: { '.MainActivity': start },
    forceStop: () => relay().kill(),
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
