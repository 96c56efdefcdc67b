/** The product's TypeScript relay on a phone of the tests: light enough for twenty of them in one process. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type {
  PhoneRelay,
  PhoneRelayOptions,
} from '../../../electron/gateway/demo-phone/phone-relay-types.ts';
import { createPhoneRelay } from '../../../electron/gateway/demo-phone/phone-relay.ts';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';

export type LoadRelayOptions = Omit<PhoneRelayOptions, 'openLedger' | 'appVersion'> & {
  /** Holds the ledger and the pairing; what is there is taken up again. */
  readonly directory: string;
  readonly appVersion?: string;
};

/** Makes a relay on a directory, its ledger opened as the demo phone's is; nothing runs before `start`. */
export function createLoadRelay({ directory, ...options }: LoadRelayOptions): PhoneRelay {
  return createPhoneRelay({
    appVersion: '1.0.0-load',
    ...options,
    openLedger: () => {
      mkdirSync(directory, { recursive: true });
      return openDatabase(path.join(directory, 'ledger.db'));
    },
  });
}
