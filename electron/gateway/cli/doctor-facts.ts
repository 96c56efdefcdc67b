/** What `relaydesk doctor` finds out before it judges: one union a thing. */
import type { Backup, DatabaseCondition } from '../wiring/database-check.ts';

export type DirectoryFacts =
  | { readonly kind: 'missing' | 'not_folder' }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'folder'; readonly uid: number; readonly mode: number; readonly freeBytes: number };

/** The reason why a gateway ended by itself, from its `last-crash` file. */
export type CrashFacts =
  | { readonly kind: 'none' | 'unreadable' }
  | { readonly kind: 'crash'; readonly at: string; readonly version: string; readonly reason: string };

/** When and why indexes of the database were made anew, from the `last-repair` file of a gateway. */
export type RepairFacts =
  | { readonly kind: 'none' | 'unreadable' }
  | { readonly kind: 'repair'; readonly at: string; readonly why: string };

/** `ours` is this data directory's gateway, `relaydesk` another one's. */
export type PortUse = 'free' | 'ours' | 'relaydesk' | 'other';

export interface AdbFacts {
  readonly port: number;
  /** The program and its version; null when there is none on the PATH. */
  readonly program: { readonly path: string; readonly version: string } | null;
  readonly isServerReachable: boolean;
}

export type KeyFacts =
  { readonly kind: 'missing' | 'damaged' } | { readonly kind: 'plain'; readonly mode: number };

export interface PhoneFacts {
  readonly name: string;
  readonly state: string;
  readonly problems: readonly { readonly message: string; readonly fix: string }[];
}

/**
 * `silent`: something holds the private socket, and does not answer as a gateway should; `refusing`: a gateway that can
 * not tell of its phones now.
 */
export type GatewayFacts =
  | { readonly kind: 'none' }
  | { readonly kind: 'silent' | 'refusing'; readonly why: string }
  | { readonly kind: 'running'; readonly phones: readonly PhoneFacts[] };

export interface DoctorFacts {
  readonly dataDir: string;
  /** Undefined on Windows, where folders have no such owner and mode. */
  readonly ownUid: number | undefined;
  readonly gateway: GatewayFacts;
  readonly directory: DirectoryFacts;
  readonly database: DatabaseCondition;
  readonly lastRepair: RepairFacts;
  /** The newest copy beside the database. */
  readonly backup: Backup | null;
  readonly lastCrash: CrashFacts;
  readonly apiPort: { readonly port: number; readonly use: PortUse };
  readonly relayPort: { readonly port: number; readonly use: PortUse };
  readonly adb: AdbFacts;
  /** `gatewayNow` is the time that a running gateway goes by, read together with `now`. */
  readonly clock: { readonly now: Date; readonly gatewayNow: Date | null; readonly zone: string };
  readonly key: KeyFacts;
}
