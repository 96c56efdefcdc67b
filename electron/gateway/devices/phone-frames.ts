import type { GatewayFrames, LinkConfig, PhoneFrames } from '../relay/frames.ts';
import type { DeviceRow, SimRow } from './device-store.ts';
import type { HandOver } from './sim.ts';

export const HEARTBEAT_SECONDS = { charging: 10, battery: 60 } as const;

/** What a phone is told of how to behave: in `welcome`, and in `config` when it changes. */
export function linkConfigOf(
  device: DeviceRow,
  sims: readonly SimRow[],
  stopWords: readonly string[],
): LinkConfig {
  return {
    heartbeat_charging_seconds: HEARTBEAT_SECONDS.charging,
    heartbeat_battery_seconds: HEARTBEAT_SECONDS.battery,
    parts_per_minute: device.parts_per_minute,
    inbox: {
      sims: sims.filter((sim) => sim.takes_texts === 1).map((sim) => sim.subscription_id),
      stop_words: [...stopWords],
    },
  };
}

/** A received text as a phone tells of it. Times are milliseconds of gateway time. */
export function textOf(frame: PhoneFrames['inbound']) {
  return {
    inboundId: frame.inbound_id,
    from: frame.from,
    body: frame.body,
    parts: frame.parts,
    subscriptionId: frame.sim_id,
    receivedAt: frame.received_at,
    smscAt: frame.smsc_at,
  };
}

/** A message as the phone is handed it. */
export function sendOrderOf(message: HandOver, sim: SimRow): Omit<GatewayFrames['send'], 't' | 'session'> {
  return {
    attempt_id: message.attemptId,
    request_id: message.requestId,
    to: message.to,
    text: message.text,
    sim: { id: sim.subscription_id, mcc_mnc: sim.mcc_mnc },
    max_parts: message.maxParts,
    delivery_report: message.deliveryReport,
    sensitive: message.isSensitive,
    not_after: message.notAfter,
  };
}

const AFTER_SUBMIT: ReadonlySet<string> = new Set(['submitting', 'sent', 'failed']);

/** Whether a report or a ledger's entry says that the radio was given a text. */
export function tellsOfSubmit({ state }: { readonly state: string }): boolean {
  return AFTER_SUBMIT.has(state);
}
