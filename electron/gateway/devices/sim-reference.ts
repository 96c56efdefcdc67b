import type { DeviceRow, SimRow } from './device-store.ts';

export interface NamedSim {
  readonly simId: string;
  readonly slot: number;
  readonly deviceId: string;
  readonly deviceName: string;
}

/**
 * The SIM that a person means: by its `sim_…` id, or as `NAME/SLOT` (also `dev_…/SLOT`). A name may hold slashes:
 * the last one parts it from the slot.
 */
export function findSim(
  reference: string,
  phones: readonly { readonly row: DeviceRow; readonly sims: readonly SimRow[] }[],
): NamedSim | undefined {
  const slash = reference.lastIndexOf('/');
  const name = slash < 0 ? null : reference.slice(0, slash);
  const slot = reference.slice(slash + 1);
  for (const { row, sims } of phones) {
    const sim =
      name === null
        ? sims.find((own) => own.id === reference)
        : name === row.name || name === row.id
          ? sims.find((own) => String(own.slot) === slot)
          : undefined;
    if (sim !== undefined) {
      return { simId: sim.id, slot: sim.slot, deviceId: row.id, deviceName: row.name };
    }
  }
  return undefined;
}
