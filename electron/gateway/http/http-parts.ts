import type { AccessService } from '../access/access-service.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { Feed } from '../events/feed.ts';
import type { InboxService } from '../inbox/inbox-service.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import type { MessageService } from '../messages/message-service.ts';
import type { StepView } from '../provisioning/provision-steps.ts';
import type { Mode, QueueState } from '../../shared/states.ts';
import type { Sentence } from '../../shared/words/words.ts';

/** One check of `/v1/ready`. */
export interface ReadyCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix: string | null;
}

export interface QueueView {
  readonly state: QueueState;
  readonly reason: string | null;
  readonly depth: { readonly otp: number; readonly transactional: number; readonly bulk: number };
  readonly oldest_age_seconds: number | null;
  readonly in_flight: number;
  readonly last_minute: { readonly sent: number; readonly failed: number };
  readonly last_hour: { readonly sent: number; readonly failed: number };
  readonly estimated_empty_at: string | null;
}

/** Whether ADB works, as the operator reads it. */
export interface AdbConditionView extends Sentence {
  readonly available: boolean;
  readonly message: string;
  readonly fix: string | null;
}

/** What a phone looks like to the operator while ADB lists it. */
export interface AdbPhoneView extends Sentence {
  readonly serial: string;
  readonly state: string;
  readonly model: string | null;
  readonly device_id: string | null;
  readonly message: string;
  readonly fix: string | null;
}

export interface ProvisionRunView {
  readonly run_id: string;
  readonly serial: string;
  readonly state: 'running' | 'done' | 'failed' | 'needs_you';
  readonly steps: readonly StepView[];
}

/** The services that the doors translate; a rule that lives in a door is a bug. */
export interface HttpParts {
  readonly version: string;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly access: AccessService;
  readonly messages: MessageService;
  readonly inbox: InboxService;
  readonly devices: DeviceService;
  readonly feed: Feed;
  readonly partsLeft: (deviceId: string, limit: number | null) => number;
  readonly sentToday: (deviceId: string) => number;
  readonly queue: (mode: Mode | null) => QueueView;
  readonly ready: (mode: Mode) => readonly ReadyCheck[];
  readonly isRunning: () => boolean;
  readonly setPaused: (isPaused: boolean) => Promise<void>;
  readonly previewNumber: (input: string) => {
    readonly ok: boolean;
    readonly e164?: string;
    readonly problem?: Sentence;
  };
  readonly createToken: (
    name: string,
    mode: Mode,
  ) => Promise<{ readonly id: string; readonly token: string }>;
  readonly hasDemoPhone: boolean;
  readonly adb: {
    view(): AdbConditionView;
    phones(): readonly AdbPhoneView[];
  };
  readonly provisioning: {
    start(order: { readonly serial: string; readonly mayReplace: boolean }): string;
    run(runId: string): ProvisionRunView | undefined;
  };
  /** A pairing code without ADB, for phones that the operator's own programs bring (tests, benchmarks). */
  readonly pairingCode: (options: {
    readonly serial?: string;
    readonly parts_per_minute?: number | null;
    readonly name?: string;
  }) => { readonly code: string; readonly pin: string; readonly host: string; readonly port: number };
}
