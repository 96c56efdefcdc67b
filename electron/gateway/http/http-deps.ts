import type { BackupKind } from '../../shared/console/backups.ts';
import type {
  AdbCondition,
  ListedPhone,
  OrderPairingCode,
  PairingCode,
} from '../../shared/console/devices.ts';
import type { ProvisionRun } from '../../shared/console/provisioning.ts';
import type { DamagedFile } from '../../shared/damage-sentence.ts';
import type { Queue } from '../../shared/schemas/queue.ts';
import type { Mode, StorageTrouble } from '../../shared/states.ts';
import type { AccessService } from '../access/access-service.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { Reconcile } from '../devices/reconcile.ts';
import type { QueueSwitch } from '../dispatch/queue-switch.ts';
import type { QueueHolds } from '../dispatch/queue-holds.ts';
import type { SimTakeover } from '../dispatch/sim-takeover.ts';
import type { ReadyCheck } from '../dispatch/ready-checks.ts';
import type { ModeChoice } from '../devices/mode-choice.ts';
import type { Feed } from '../events/feed.ts';
import type { InboxService } from '../inbox/inbox-service.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import type { TellRows } from '../foundation/tell-rows.ts';
import type { BulkService } from '../messages/batches/bulk-service.ts';
import type { MessageActions } from '../messages/message-actions.ts';
import type { MessageService } from '../messages/message-service.ts';
import type { RepeatedActs } from '../messages/repeated-acts.ts';
import type { RouteRulesService } from '../messages/route-rules-service.ts';
import type { SendingSettingsService } from '../settings/sending-settings.ts';
import type { ParsedNumber } from '../messages/recipient-number.ts';

interface BackupFile {
  readonly kind: BackupKind;
  readonly bytes: number;
}

/** Times are milliseconds since 1970. */
interface Backups {
  /** Null: a file in the folder of backups. Resolves when it is whole and checked. */
  readonly backUp: (
    file: string | null,
  ) => Promise<BackupFile & { readonly file: string; readonly at: number; readonly messages: number }>;
  readonly list: () => readonly (BackupFile & { readonly path: string; readonly madeAt: number })[];
  readonly folder: () => string;
}

/** The services that the doors translate; a rule that lives in a door is a bug. */
export interface HttpDeps {
  readonly version: string;
  /** By the monotonic clock. */
  readonly startedAt: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Makes a refusal of an error of the storage; every other error stays as it is. */
  readonly translateStorageError: (error: unknown) => unknown;
  /** What keeps the database from taking new work; never waits for the disk. */
  readonly storageTrouble: () => StorageTrouble | null;
  readonly storageDamage: () => DamagedFile | null;
  readonly tellRows: TellRows;
  readonly access: AccessService;
  readonly messages: MessageService;
  readonly actions: MessageActions;
  readonly bulk: BulkService;
  readonly queueHolds: QueueHolds;
  readonly sending: SendingSettingsService;
  readonly routing: RouteRulesService;
  readonly takeover: SimTakeover;
  /** Parts that a SIM used today and in this month. */
  readonly partsUsed: (simId: string) => { readonly day: number; readonly month: number };
  readonly inbox: InboxService;
  readonly devices: DeviceService;
  readonly feed: Feed;
  readonly partsLeft: (deviceId: string, limit: number | null) => number;
  readonly sentToday: (deviceId: string) => number;
  readonly queue: (mode: Mode | null) => Queue;
  readonly ready: (mode: Mode) => readonly ReadyCheck[];
  /** `isRefusing`: new messages are refused meanwhile. */
  readonly backups: Backups;
  readonly reconcile: Pick<Reconcile, 'heldSince' | 'phones' | 'release'>;
  /** How many attempts of phones belong to no message here. */
  readonly unknownAttempts: () => number;
  readonly setPaused: QueueSwitch['setPaused'];
  readonly acts: RepeatedActs;
  readonly readNumber: (input: string) => ParsedNumber;
  readonly createToken: (
    name: string,
    mode: Mode,
  ) => Promise<{ readonly id: string; readonly token: string }>;
  readonly hasDemoPhone: boolean;
  readonly modes: ModeChoice;
  readonly adb: {
    view(): AdbCondition;
    phones(): readonly ListedPhone[];
  };
  readonly provisioning: {
    start(order: { readonly serial: string; readonly mayReplace: boolean }): string;
    run(runId: string): ProvisionRun | undefined;
  };
  /** A pairing code without ADB, for phones that the operator's own programs bring (tests, benchmarks). */
  readonly pairingCode: (order: OrderPairingCode) => Omit<PairingCode, 'ok'>;
}
