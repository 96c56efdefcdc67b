import type { PhoneTrouble } from '../../shared/reject-reasons.ts';
import type { DeviceState } from '../../shared/states.ts';
import type { ProblemCode } from '../../shared/words/phones.ts';

/** What ADB says of a phone, if it lists it. */
export type AdbConnectionState = 'device' | 'unauthorized' | 'offline' | 'other';

/** What is known of a phone at this moment. */
interface DeviceFacts {
  readonly isLinked: boolean;
  readonly wasLinked: boolean;
  readonly isProvisioning: boolean;
  readonly adb: AdbConnectionState | null;
  readonly heartbeat: HeartbeatFacts | null;
  readonly heartbeatAgeMs: number | null;
  readonly heartbeatIntervalMs: number;
  /** Set while the phone rests because it could not take messages. */
  readonly trouble: PhoneTrouble | null;
  /** It sent frames lately whose fields are wrong. */
  readonly hasBadFrames: boolean;
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

export interface DeviceCondition {
  readonly state: DeviceState;
  readonly problems: readonly ProblemCode[];
}

/** A heartbeat is fresh for two and a half intervals. */
const FRESH_INTERVALS = 2.5;

function blockingProblems(heartbeat: HeartbeatFacts, trouble: PhoneTrouble | null): readonly ProblemCode[] {
  const problems: ProblemCode[] = trouble === null ? [] : [trouble];
  if (heartbeat.permissions.SEND_SMS === false) problems.push('permission_missing');
  if (heartbeat.sims.length === 0) problems.push('sim_absent');
  else if (!heartbeat.sims.some((sim) => sim.in_service)) problems.push('no_service');
  return problems;
}

function advisoryProblems(heartbeat: HeartbeatFacts, hasBadFrames: boolean): readonly ProblemCode[] {
  const problems: ProblemCode[] = heartbeat.isBatteryOptimised ? ['battery_optimised'] : [];
  if (hasBadFrames) problems.push('bad_frames');
  return problems;
}

/** The state and problems of a paired phone. */
export function conditionOf(facts: DeviceFacts): DeviceCondition {
  if (!facts.isLinked) return { state: unlinkedState(facts), problems: [] };
  if (facts.heartbeat === null || facts.heartbeatAgeMs === null) return { state: 'linking', problems: [] };
  const stale = facts.heartbeatAgeMs > FRESH_INTERVALS * facts.heartbeatIntervalMs;
  const blocking: readonly ProblemCode[] = stale
    ? ['heartbeat_late']
    : blockingProblems(facts.heartbeat, facts.trouble);
  const problems = [...blocking, ...advisoryProblems(facts.heartbeat, facts.hasBadFrames)];
  return { state: blocking.length === 0 ? 'ready' : 'limited', problems };
}

function unlinkedState(facts: DeviceFacts): DeviceState {
  if (facts.isProvisioning) return 'provisioning';
  if (facts.adb === 'unauthorized') return 'unauthorized';
  if (facts.adb === 'offline') return 'offline';
  if (facts.wasLinked) return 'lost';
  if (facts.adb === 'device') return 'linking';
  return facts.adb === null ? 'unknown' : 'seen';
}

/** adb's own word for a phone, as far as the state of a phone needs it. */
export function adbConnectionStateOf(state: string): AdbConnectionState {
  if (state === 'device' || state === 'offline') return state;
  return state === 'unauthorized' || state === 'authorizing' ? 'unauthorized' : 'other';
}

/** The state of a phone that ADB lists and that is not paired. */
export function stateOfStranger(adb: AdbConnectionState, isProvisioning: boolean): DeviceState {
  if (isProvisioning) return 'provisioning';
  if (adb === 'device') return 'available';
  return adb === 'other' ? 'seen' : adb;
}
