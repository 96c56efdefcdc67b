/** Phones as the folder of messages asks for them, which knows no phone. */
import type { DeviceDirectory, PhoneLedger } from '../devices/device-registry.ts';
import type { DeviceView } from '../devices/live-phone.ts';
import type { AttemptOrigin } from '../messages/attempt-adoption.ts';
import type { RoutableDevice } from '../messages/route-choice.ts';

/** A phone as far as routing needs it. */
export function asRoutable(device: DeviceView): RoutableDevice {
  const { id, name, mode } = device.row;
  // One that the operator switched off is as good as none.
  const sims = device.sims.filter((sim) => sim.sends === 1);
  return { id, name, mode, isReady: device.state === 'ready' && sims.length > 0, sims };
}

/** The phone and SIM of an attempt that only its phone remembers. */
export function originOf(
  devices: DeviceDirectory,
  phone: PhoneLedger,
  subscriptionId: number | null,
): AttemptOrigin | undefined {
  const sim = subscriptionId === null ? undefined : devices.simOf(phone, subscriptionId);
  if (sim !== undefined)
    return { mode: sim.mode, deviceName: sim.deviceName, simId: sim.simId, simSlot: sim.slot };
  const row = devices.list().find((device) => device.row.id === phone.deviceId)?.row;
  return row === undefined ? undefined : { mode: row.mode, deviceName: row.name, simId: '', simSlot: 0 };
}
