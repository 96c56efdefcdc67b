import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { DeviceRegistry } from './device-registry.ts';
import type { DeviceStore } from './device-store.ts';
import type { PhoneConfig } from './phone-config.ts';
import { findSim, type NamedSim } from './sim-reference.ts';

export interface InboxSwitch extends NamedSim {
  /** False while the phone is not linked; it is told when it comes back. */
  readonly isTold: boolean;
}

/**
 * Lets received texts of a SIM leave its phone, or stops it: stored first, then told to the phone. The SIM is
 * named by its id or as `NAME/SLOT`. Throws `not_found`.
 */
export type SwitchInbox = (sim: string, takesTexts: boolean) => Promise<InboxSwitch>;

interface InboxSwitchDeps {
  readonly store: DeviceStore;
  readonly writer: Writer;
  readonly registry: DeviceRegistry;
  readonly config: PhoneConfig;
}

export function createInboxSwitch({ store, writer, registry, config }: InboxSwitchDeps): SwitchInbox {
  return async (reference, takesTexts) => {
    const found = findSim(reference, registry.all());
    if (found === undefined) {
      throw new GatewayError('not_found', sentence('refusal.no_sim'));
    }
    await writer.write(() => {
      store.setTakesTexts(found.simId, takesTexts);
    });
    const phone = registry.get(found.deviceId);
    if (phone === undefined) return { ...found, isTold: false };
    phone.sims = store.sims(found.deviceId);
    const isTold = config.tell(phone);
    registry.changed(found.deviceId);
    return { ...found, isTold };
  };
}
