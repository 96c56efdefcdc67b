import type { Sentence } from '../../shared/words/words.ts';
import type { AdbServer } from '../adb/adb-server.ts';
import type { RelayAppFile } from './relay-app-file.ts';

/** What the steps need of the rest of the gateway. */
export interface ProvisioningDeps {
  readonly server: AdbServer;
  /** The relay app that this program brings; read anew for each run, because a build may put it there. */
  readonly relayApp: () => Promise<RelayAppFile>;
  /** A one-time code bound to a hardware serial; `revoke` takes it back. */
  readonly issueCode: (hardwareSerial: string) => { readonly code: string; readonly revoke: () => void };
  readonly pin: string;
  readonly relayPort: () => number;
  /** Whether the phone was paired since `since`, milliseconds since 1970, with its state now. */
  readonly phoneNow: (hardwareSerial: string) => {
    readonly isPaired: boolean;
    readonly pairedAt: number;
    readonly state: string;
    readonly problem: Sentence | null;
  } | null;
  readonly now: () => number;
  /** Resolves after a while, or as soon as something changed. */
  readonly nextChange: (withinMs: number) => Promise<void>;
}

/** One run of the steps, with what earlier steps found out for later ones. */
export interface ProvisionRun {
  /** The phone's name on ADB's list. */
  readonly serial: string;
  /** The person said yes to removing an app of another signer. */
  readonly mayReplace: boolean;
  hardwareSerial: string;
  /** Null where the phone does not tell. */
  apiLevel: number | null;
  manufacturer: string;
}

/** Tells how far a running step is. */
export type Progress = (spoken: Sentence) => void;
