import type { LinkConfig } from '../relay/frames.ts';
import type { LivePhone } from './live-phone.ts';
import { linkConfigOf } from './phone-frames.ts';

/** What phones are told of how to behave, and which of them has been told. */
export interface PhoneConfig {
  /** The config of this moment, noted as told: it goes out with `welcome`. */
  welcome(phone: LivePhone): LinkConfig;
  /** Tells a linked phone, whatever it was told before; false where it is not linked. */
  tell(phone: LivePhone): boolean;
  /** Tells it only where something moved since it was told last. */
  tellWhenMoved(phone: LivePhone): void;
}

export function createPhoneConfig(stopWords: readonly string[]): PhoneConfig {
  const configOf = (phone: LivePhone): LinkConfig => linkConfigOf(phone.row, phone.sims, stopWords);
  function tell(phone: LivePhone): boolean {
    if (phone.session === null) return false;
    phone.told = configOf(phone);
    return phone.session.sendConfig(phone.told);
  }
  return {
    welcome: (phone) => {
      phone.told = configOf(phone);
      return phone.told;
    },
    tell,
    tellWhenMoved: (phone) => {
      if (JSON.stringify(phone.told) !== JSON.stringify(configOf(phone))) tell(phone);
    },
  };
}
