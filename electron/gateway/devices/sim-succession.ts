/** SIMs that are gone and the ones in their place: the operator says whether what waits for the one goes to the other. */
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { EventStore } from '../events/event-store.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { DeviceRegistry } from './device-registry.ts';
import type { DeviceStore, SimRow } from './device-store.ts';
import { successorOf } from './sim-successor.ts';

/** A SIM that is gone, and the one in its place. */
export interface Succession {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly slot: number;
  readonly carrier: string | null;
  readonly oldSimId: string;
  readonly newSimId: string;
  /** Null: the operator was not asked yet, or has not answered. */
  readonly answer: SimRow['successor_answer'];
}

export interface SimSuccessions {
  /** Of all phones; a few rows are read for each. */
  readonly successions: () => readonly Succession[];
  /** Of one SIM that is gone, if another is in its place. */
  readonly successionOf: (simId: string) => Succession | null;
  /** Resolves once it is on disk. Throws `not_found` where there is none (any more). */
  readonly answerSuccession: (oldSimId: string, newSimId: string, takesOver: boolean) => Promise<void>;
}

export interface SimSuccessionDeps {
  readonly store: Pick<DeviceStore, 'sims' | 'goneSims' | 'simById' | 'setSuccessor'>;
  readonly writer: Pick<Writer, 'write'>;
  readonly registry: Pick<DeviceRegistry, 'all' | 'get' | 'changed'>;
  readonly events: Pick<EventStore, 'append'>;
  readonly clock: Clock;
}

export function createSimSuccessions(deps: SimSuccessionDeps): SimSuccessions {
  const { store, registry } = deps;

  function successionFor(gone: SimRow, present: readonly SimRow[]): Succession | null {
    const successor = successorOf(gone, present);
    const device = registry.get(gone.device_id)?.row;
    if (successor === null || device === undefined) return null;
    return {
      deviceId: device.id,
      deviceName: device.name,
      slot: successor.slot,
      carrier: successor.carrier,
      oldSimId: gone.id,
      newSimId: successor.id,
      answer: gone.successor_id === successor.id ? gone.successor_answer : null,
    };
  }

  function successionOf(simId: string): Succession | null {
    const gone = store.simById(simId);
    if (gone === undefined || gone.is_present === 1) return null;
    return successionFor(gone, store.sims(gone.device_id));
  }

  return {
    successionOf,
    successions: () =>
      registry.all().flatMap(({ row, sims }) => {
        const found = store.goneSims(row.id).map((gone) => successionFor(gone, sims));
        return found.filter((one) => one !== null);
      }),
    answerSuccession: async (oldSimId, newSimId, takesOver) => {
      const answer = takesOver ? 'takes_over' : 'stays';
      const deviceId = await deps.writer.write(() => {
        // Read where it is stored: the phone may have told of its SIMs again meanwhile.
        const found = successionOf(oldSimId);
        if (found?.newSimId !== newSimId) {
          throw new GatewayError('not_found', sentence('refusal.no_successor'));
        }
        store.setSuccessor(oldSimId, newSimId, answer);
        deps.events.append({
          type: 'sim.succession',
          mode: 'live',
          clientId: null,
          subjectId: oldSimId,
          at: deps.clock.now(),
          data: { by: 'operator', successor: newSimId, before: found.answer, after: answer },
        });
        return found.deviceId;
      });
      const phone = registry.get(deviceId);
      if (phone !== undefined) phone.sims = deps.store.sims(deviceId);
      registry.changed(deviceId);
    },
  };
}
