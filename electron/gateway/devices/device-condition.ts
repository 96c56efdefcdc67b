import type { DeviceState } from '../../shared/states.ts';

/** What ADB says of a phone, if it lists it. */
export type AdbSight = 'device' | 'unauthorized' | 'offline' | 'other';

/** What is known of a phone at this moment. */
export interface DeviceSight {
  readonly isLinked: boolean;
  readonly wasLinked: boolean;
  readonly isProvisioning: boolean;
  readonly adb: AdbSight | null;
  readonly heartbeat: HeartbeatFacts | null;
  readonly heartbeatAgeMs: number | null;
  readonly heartbeatIntervalMs: number;
}

export interface HeartbeatFacts {
  readonly batteryPercent: number | null;
  readonly isCharging: boolean | null;
  readonly sims: readonly {
    readonly id: number;
    readonly in_service: boolean;
    readonly signal: number | null;
    readonly operator: string | null;
  }[];
  readonly permissions: Readonly<Record<string, boolean>>;
  readonly isBatteryOptimised: boolean;
  readonly clockSkewMs: number;
}

export interface DeviceProblem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export interface DeviceCondition {
  readonly state: DeviceState;
  readonly problems: readonly DeviceProblem[];
}

/** A heartbeat is fresh for two and a half intervals. */
const FRESH_INTERVALS = 2.5;

function blockingProblems(heartbeat: HeartbeatFacts): readonly DeviceProblem[] {
  const problems: DeviceProblem[] = [];
  if (heartbeat.permissions.SEND_SMS === false) {
    problems.push({
      code: 'permission_missing',
      message: 'The relay app may not send texts.',
      fix: 'On the phone, open RelayDesk Relay and grant the SMS permission.',
    });
  }
  if (heartbeat.sims.length === 0) {
    problems.push({
      code: 'sim_absent',
      message: 'There is no SIM in the phone.',
      fix: 'Put a SIM into the phone.',
    });
  } else if (!heartbeat.sims.some((sim) => sim.in_service)) {
    problems.push({
      code: 'no_service',
      message: 'No SIM has service.',
      fix: 'Move the phone to a place with signal and check airplane mode.',
    });
  }
  return problems;
}

function advisoryProblems(heartbeat: HeartbeatFacts): readonly DeviceProblem[] {
  if (!heartbeat.isBatteryOptimised) return [];
  return [
    {
      code: 'battery_optimised',
      message: 'Android may put the relay app to sleep.',
      fix: 'On the phone, allow RelayDesk Relay to use the battery without restriction.',
    },
  ];
}

/** The state and problems of a paired phone. */
export function conditionOf(sight: DeviceSight): DeviceCondition {
  if (!sight.isLinked) return { state: unlinkedState(sight), problems: [] };
  if (sight.heartbeat === null || sight.heartbeatAgeMs === null) return { state: 'linking', problems: [] };
  const stale = sight.heartbeatAgeMs > FRESH_INTERVALS * sight.heartbeatIntervalMs;
  const blocking: readonly DeviceProblem[] = stale
    ? [
        {
          code: 'heartbeat_late',
          message: 'The phone has not answered for a while.',
          fix: 'Check the cable; the gateway reconnects by itself.',
        },
      ]
    : blockingProblems(sight.heartbeat);
  const problems = [...blocking, ...advisoryProblems(sight.heartbeat)];
  return { state: blocking.length === 0 ? 'ready' : 'limited', problems };
}

function unlinkedState(sight: DeviceSight): DeviceState {
  if (sight.isProvisioning) return 'provisioning';
  if (sight.adb === 'unauthorized') return 'unauthorized';
  if (sight.adb === 'offline') return 'offline';
  if (sight.wasLinked) return 'lost';
  if (sight.adb === 'device') return 'linking';
  return sight.adb === null ? 'unknown' : 'seen';
}
