import { GatewayError } from '../../shared/gateway-error.ts';
import type { Mode } from '../../shared/states.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import type { RouteTarget, SubmitRequest } from './submit-request.ts';

/** A phone as far as routing a new message needs it. */
export interface RoutableDevice {
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
  readonly isReady: boolean;
  readonly sims: readonly { readonly id: string; readonly slot: number }[];
}

function refuse(spoken: Sentence, devices: readonly RoutableDevice[]): GatewayError {
  return new GatewayError('invalid_device', spoken, {
    details: { usable_devices: devices.map(({ id, name, isReady }) => ({ id, name, ready: isReady })) },
  });
}

/** Most requests name nothing: then no phone is looked at. */
export function createRouteChoice(
  phones: () => readonly RoutableDevice[],
): (request: SubmitRequest, mode: Mode) => RouteTarget {
  return (request, mode) => {
    const namesNothing = request.device === undefined && request.sim === undefined;
    if (namesNothing && request.require_online !== true) return { deviceId: null, simId: null };
    return resolveRoute(request, mode, phones());
  };
}

/** The device and SIM that a request names, of the phones of its mode; throws `invalid_device`. */
export function resolveRoute(
  request: SubmitRequest,
  mode: Mode,
  all: readonly RoutableDevice[],
): RouteTarget {
  const devices = all.filter((device) => device.mode === mode);
  const { device: named, sim } = request;
  let pool = devices;
  if (named !== undefined) {
    pool = devices.filter((device) => device.id === named || device.name === named);
    if (pool.length === 0)
      throw refuse(sentence('refusal.phone_not_usable', { phone: JSON.stringify(named) }), devices);
  }
  let simId: string | null = null;
  if (sim !== undefined) {
    const matches = pool.flatMap((device) =>
      device.sims
        .filter((own) => own.id === sim || String(own.slot) === String(sim))
        .map((own) => ({ device, simId: own.id })),
    );
    const match = matches[0];
    if (match === undefined)
      throw refuse(sentence('refusal.sim_not_usable', { sim: JSON.stringify(sim) }), devices);
    if (matches.length > 1) throw refuse(sentence('refusal.slot_of_several'), devices);
    pool = [match.device];
    simId = match.simId;
  }
  if (request.require_online === true && !pool.some((device) => device.isReady)) {
    throw refuse(sentence('refusal.none_online'), devices);
  }
  const deviceId = named === undefined && sim === undefined ? null : (pool[0]?.id ?? null);
  return { deviceId, simId };
}
