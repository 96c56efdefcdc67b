/** Binds phones to this gateway, and knows them again when they dial in. */
import { hash, randomBytes } from 'node:crypto';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { Clock } from '../foundation/clock.ts';
import { newId } from '../foundation/new-id.ts';
import type { LinkConfig, PhoneFrames } from '../relay/frames.ts';
import type { Refusal } from '../relay/relay-callbacks.ts';
import type { Writer } from '../storage/group-commit.ts';
import { countedName, distinctName } from './device-name.ts';
import type { DeviceRegistry } from './device-registry.ts';
import type { DeviceRow, DeviceStore } from './device-store.ts';
import type { PairingPurpose } from './pairing-desk.ts';
import type { PhoneConfig } from './phone-config.ts';

type PairOutcome = { readonly ok: true; readonly deviceId: string; readonly token: string } | Refusal;
export type HelloOutcome =
  | {
      readonly ok: true;
      readonly deviceId: string;
      readonly session: number;
      readonly lastSeq: number;
      readonly config: LinkConfig;
    }
  | Refusal;

export interface DevicePairing {
  /** Binds a phone that proved a pairing code. One paired again by its hardware serial keeps its id and name. */
  pair(frame: PhoneFrames['pair'], purpose: PairingPurpose): Promise<PairOutcome>;
  authenticate(frame: PhoneFrames['hello']): Promise<HelloOutcome>;
}

interface DevicePairingDeps {
  readonly store: DeviceStore;
  readonly writer: Writer;
  readonly clock: Clock;
  readonly registry: DeviceRegistry;
  readonly config: PhoneConfig;
}

const tokenHashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

export function createDevicePairing(deps: DevicePairingDeps): DevicePairing {
  const { store, writer, clock, registry, config } = deps;

  /** Inside the transaction that adds the phone, so that no other takes the name in between. */
  function nameFor({ name, mode }: PairingPurpose): string {
    return name === null
      ? countedName(mode, store.countEver(mode), store.hasName)
      : distinctName(name, store.hasName);
  }

  /** Inside a transaction. */
  function bind(frame: PhoneFrames['pair'], purpose: PairingPurpose, token: string): DeviceRow | undefined {
    const { hardwareSerial, mode } = purpose;
    const now = clock.now();
    const known = hardwareSerial === null ? undefined : store.byHardwareSerial(hardwareSerial, mode);
    const id = known?.id ?? newId('dev', now);
    const facts = {
      token_hash: tokenHashOf(token),
      ledger_id: frame.ledger_id,
      model: frame.model,
      android: frame.android,
      paired_at: now,
    };
    if (known === undefined) {
      store.insert({
        id,
        name: nameFor(purpose),
        mode,
        hardware_serial: hardwareSerial,
        parts_per_minute: purpose.partsPerMinute,
        ...facts,
      });
    } else {
      store.rePair(id, facts);
    }
    return store.byId(id);
  }

  return {
    pair: async (frame, purpose) => {
      const token = randomBytes(32).toString('base64url');
      const row = await writer.write(() => bind(frame, purpose, token));
      if (row === undefined) throw new Error('a device was not stored');
      registry.put(row);
      registry.changed(row.id);
      return { ok: true, deviceId: row.id, token };
    },

    authenticate: async (frame) => {
      const known = store.byTokenHash(tokenHashOf(frame.token));
      if (known === undefined || known.id !== frame.device_id) {
        return { ok: false, reason: 'bad_token', ...inEnglish(sentence('link.not_paired')) };
      }
      if (known.removed_at !== null) {
        return { ok: false, reason: 'removed', ...inEnglish(sentence('link.removed')) };
      }
      const session = await writer.write(() => {
        const next = store.nextSession(known.id, frame.ledger_id, clock.now());
        store.storeSims(known.id, frame.ledger_id, frame.sims, clock.now());
        return next;
      });
      const phone = registry.put(store.byId(known.id) ?? known);
      return {
        ok: true,
        deviceId: known.id,
        session,
        lastSeq: store.lastSeq(known.id, frame.ledger_id),
        config: config.welcome(phone),
      };
    },
  };
}
