import { listReverses, setReverse } from '../adb/reverse.ts';
import type { AdbServer } from '../adb/adb-server.ts';

/** The port that the relay dials on the phone, unless something else holds it. */
const FIRST_PHONE_PORT = 8643;
const PORTS_TRIED = 10;

type CableOutcome = { readonly kind: 'laid'; readonly phonePort: number } | { readonly kind: 'no_port' };

/**
 * Makes sure that a port of the phone leads to the relay link of this gateway. A port that is bound is ours only if
 * the phone's list shows our own port behind it; else the next of ten is tried.
 */
export async function layCable(server: AdbServer, serial: string, hostPort: number): Promise<CableOutcome> {
  const standing = await listReverses(server, serial);
  const ours = standing.find((tunnel) => tunnel.hostPort === hostPort);
  if (ours !== undefined) return { kind: 'laid', phonePort: ours.phonePort };
  for (let offset = 0; offset < PORTS_TRIED; offset += 1) {
    const phonePort = FIRST_PHONE_PORT + offset;
    if (standing.some((tunnel) => tunnel.phonePort === phonePort)) continue;
    const outcome = await setReverse(server, serial, { phonePort, hostPort });
    if (outcome === 'set') return { kind: 'laid', phonePort };
  }
  return { kind: 'no_port' };
}
