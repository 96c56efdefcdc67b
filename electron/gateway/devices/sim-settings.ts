/** What the operator sets for one phone or one SIM: stored with its record first, then told to the phone. */
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { DeviceRegistry } from './device-registry.ts';
import type { DeviceStore } from './device-store.ts';
import type { PhoneConfig } from './phone-config.ts';
import { findSim, type NamedSim } from './sim-reference.ts';

/** What is not told stays as it is. */
export interface SimChange {
  readonly sends?: boolean | undefined;
  /** Parts in a day, and in a calendar month, where the workspace is; null: no cap. */
  readonly dayCap?: number | null | undefined;
  readonly monthCap?: number | null | undefined;
}

export interface SimSettings {
  /** Named by its id or as `NAME/SLOT`. Throws `not_found`. */
  readonly changeSim: (reference: string, change: SimChange) => Promise<NamedSim>;
  /**
   * Parts that a phone sends in any 60 s. `isTold` is false while it is not linked; it is told when it comes back.
   * Throws `not_found`.
   */
  readonly setPartsPerMinute: (deviceId: string, parts: number) => Promise<{ readonly isTold: boolean }>;
}

export interface SimSettingsDeps {
  readonly store: DeviceStore;
  readonly writer: Pick<Writer, 'write'>;
  readonly registry: DeviceRegistry;
  readonly config: PhoneConfig;
  readonly events: Pick<EventStore, 'append'>;
  readonly clock: Clock;
}

export function createSimSettings(deps: SimSettingsDeps): SimSettings {
  const { store, writer, registry, config } = deps;

  /** Inside the transaction of the change, for the list of what was done. */
  function record(type: string, subjectId: string, before: unknown, after: unknown): void {
    const at = deps.clock.now();
    deps.events.append({
      ...{ type, subjectId, at, mode: 'live', clientId: null },
      data: { by: 'operator', before, after },
    });
  }

  return {
    changeSim: async (reference, change) => {
      const found = findSim(reference, registry.all());
      if (found === undefined) throw new GatewayError('not_found', sentence('refusal.no_sim'));
      await writer.write(() => {
        // Read where it is written: two changes at once are both kept.
        const sim = store.simById(found.simId);
        if (sim === undefined) throw new GatewayError('not_found', sentence('refusal.no_sim'));
        const before = { sends: sim.sends === 1, dayCap: sim.day_cap, monthCap: sim.month_cap };
        const after = {
          sends: change.sends ?? before.sends,
          dayCap: change.dayCap === undefined ? before.dayCap : change.dayCap,
          monthCap: change.monthCap === undefined ? before.monthCap : change.monthCap,
        };
        store.setSending(found.simId, after);
        record('sim.changed', found.simId, before, after);
      });
      const phone = registry.get(found.deviceId);
      if (phone !== undefined) phone.sims = store.sims(found.deviceId);
      registry.changed(found.deviceId);
      return found;
    },
    setPartsPerMinute: async (deviceId, parts) => {
      const phone = registry.get(deviceId);
      if (phone === undefined) throw new GatewayError('not_found', sentence('refusal.no_phone'));
      const before = phone.row.parts_per_minute;
      await writer.write(() => {
        store.setPartsPerMinute(deviceId, parts);
        record('device.changed', deviceId, { partsPerMinute: before }, { partsPerMinute: parts });
      });
      phone.row = { ...phone.row, parts_per_minute: parts };
      const isTold = config.tell(phone);
      registry.changed(deviceId);
      return { isTold };
    },
  };
}
