/** What is known of one phone at this moment, and what follows from it: its condition, and the SIMs that may send. */
import type { PhoneTrouble } from '../../shared/reject-reasons.ts';
import type { LinkConfig } from '../relay/frames.ts';
import type { RelaySession } from '../relay/relay-callbacks.ts';
import {
  conditionOf,
  type AdbConnectionState,
  type DeviceCondition,
  type HeartbeatFacts,
} from './device-condition.ts';
import type { DeviceRow, SimRow } from './device-store.ts';
import { HEARTBEAT_SECONDS, sendOrderOf } from './phone-frames.ts';
import type { Sim } from './sim.ts';

/** A phone as it is now: its row, its link, its last heartbeat. */
export interface LivePhone {
  row: DeviceRow;
  sims: readonly SimRow[];
  session: RelaySession | null;
  /** Open attempts were asked for and answered; only then may it send. */
  isQueried: boolean;
  /** What its last handshake or `config` told it. */
  told: LinkConfig | null;
  wasLinked: boolean;
  isProvisioning: boolean;
  adb: AdbConnectionState | null;
  /** The SIMs of a heartbeat that were not those of its `hello`, for which it was asked to link anew. */
  askedAnewFor: string | null;
  heartbeat: HeartbeatFacts | null;
  /** By the monotonic clock. */
  heartbeatAt: number | null;
  /** When it last told of a submit, by the monotonic clock. */
  submitHeardAt: number | null;
  /** The phone itself can not take messages: it is left alone until then, by the monotonic clock. */
  trouble: { readonly code: PhoneTrouble; readonly until: number } | null;
  /** When it last sent a frame whose fields are wrong, by the monotonic clock. */
  badFrameAt: number | null;
}

/** How long a frame with wrong fields shows as a problem of its phone. */
const BAD_FRAME_SHOWN_MS = 24 * 3_600_000;

export interface DeviceView extends DeviceCondition {
  readonly row: DeviceRow;
  readonly sims: readonly (SimRow & { readonly isInService: boolean; readonly signal: number | null })[];
  readonly heartbeat: HeartbeatFacts | null;
  readonly heartbeatAgeMs: number | null;
}

/** A phone that is known and was not seen since the gateway started. */
export function unseen(row: DeviceRow, sims: readonly SimRow[]): LivePhone {
  return {
    row,
    sims,
    session: null,
    isQueried: false,
    told: null,
    wasLinked: false,
    isProvisioning: false,
    adb: null,
    askedAnewFor: null,
    heartbeat: null,
    heartbeatAt: null,
    submitHeardAt: null,
    trouble: null,
    badFrameAt: null,
  };
}

/** Whether it sent a frame with wrong fields in the last day. `now` is monotonic. */
export function hasBadFrames({ badFrameAt }: LivePhone, now: number): boolean {
  return badFrameAt !== null && now - badFrameAt < BAD_FRAME_SHOWN_MS;
}

/** Its state and problems, its SIMs and its last heartbeat. `now` is monotonic. */
export function viewOf(phone: LivePhone, now: number): DeviceView {
  const age = phone.heartbeatAt === null ? null : Math.max(0, now - phone.heartbeatAt);
  const seconds =
    phone.heartbeat?.isCharging === true ? HEARTBEAT_SECONDS.charging : HEARTBEAT_SECONDS.battery;
  const condition = conditionOf({
    isLinked: phone.session !== null,
    wasLinked: phone.wasLinked,
    isProvisioning: phone.isProvisioning,
    adb: phone.adb,
    heartbeat: phone.session === null ? null : phone.heartbeat,
    heartbeatAgeMs: age,
    heartbeatIntervalMs: seconds * 1000,
    trouble: phone.trouble !== null && now < phone.trouble.until ? phone.trouble.code : null,
    hasBadFrames: hasBadFrames(phone, now),
  });
  const sims = phone.sims.map((sim) => {
    const health = phone.heartbeat?.sims.find((fact) => fact.id === sim.subscription_id);
    return { ...sim, isInService: health?.in_service ?? false, signal: health?.signal ?? null };
  });
  return { ...condition, row: phone.row, sims, heartbeat: phone.heartbeat, heartbeatAgeMs: age };
}

/** The SIMs that could be handed a message now: none while the phone has not told what it holds, or is not ready. */
export function readySimsOf(phone: LivePhone, now: number): readonly Sim[] {
  const { session, row } = phone;
  if (session === null || !phone.isQueried) return [];
  const seen = viewOf(phone, now);
  if (seen.state !== 'ready') return [];
  return seen.sims.map((sim) => ({
    simId: sim.id,
    slot: sim.slot,
    deviceId: row.id,
    deviceName: row.name,
    ledgerId: session.ledgerId,
    mode: row.mode,
    partsPerMinute: row.parts_per_minute,
    isInService: sim.isInService,
    isOn: sim.sends === 1,
    signal: sim.signal,
    batteryPercent: seen.heartbeat?.batteryPercent ?? null,
    isCharging: seen.heartbeat?.isCharging ?? null,
    dayCap: sim.day_cap,
    monthCap: sim.month_cap,
    freeSlots: () => session.freeSlots,
    handOver: (message) =>
      session.send(sendOrderOf(message, sim)) === 'written' ? 'written' : 'not_written',
  }));
}
