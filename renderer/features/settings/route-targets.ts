/** The phones and SIMs that a routing rule can name, and how a typed prefix is read. Pure. */
import type { Device, Sim } from '../../../electron/shared/schemas/device.ts';

interface RouteTarget {
  readonly value: string;
  readonly deviceName: string;
  /** Null: any SIM of the phone. */
  readonly slot: number | null;
}

type TargetDevice = Pick<Device, 'id' | 'name' | 'mode'> & {
  readonly sims: readonly Pick<Sim, 'id' | 'slot'>[];
};

/** Rules are for live numbers: the demo phone is none of them. */
export function routeTargets(devices: readonly TargetDevice[]): readonly RouteTarget[] {
  return devices
    .filter((device) => device.mode === 'live')
    .flatMap((device) => [
      { value: device.id, deviceName: device.name, slot: null },
      ...device.sims.map((sim) => ({ value: sim.id, deviceName: device.name, slot: sim.slot })),
    ]);
}

/** `977 98`, `00977-98` and `+97798` are one prefix; null where it is none. */
export function readPrefix(typed: string): string | null {
  const digits = typed.replaceAll(/[\s\-()]/g, '').replace(/^(?:\+|00)/, '');
  return /^[1-9]\d{0,14}$/.test(digits) ? `+${digits}` : null;
}

/** The list with one entry moved; as it was where there is no such place. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
