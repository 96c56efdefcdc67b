import { fieldProblem, invalidFields } from '../../shared/gateway-error.ts';
import type { Device, Sim } from '../../shared/schemas/device.ts';
import type { AcceptedMessage, ListMessagesQuery } from '../../shared/schemas/message.ts';
import { PAGE_ROWS, parsePageLimit } from '../../shared/page-limit.ts';
import { isMessageState, type MessageState, type Mode } from '../../shared/states.ts';
import { PROBLEM } from '../../shared/words/phones.ts';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import type { DeviceView } from '../devices/live-phone.ts';
import { formatTime, formatTimeOrNull } from '../foundation/clock.ts';
import { parseRfc3339 } from '../foundation/rfc3339.ts';
import type { MessageFilter } from '../messages/message-filter.ts';
import type { MessagePreview } from '../../shared/schemas/message-actions.ts';
import type { PreparedMessage } from '../messages/message-actions.ts';
import type { MessageViews } from '../messages/message-read.ts';
import type { Accepted } from '../messages/submit-request.ts';
import type { HttpDeps } from './http-deps.ts';
import { createCursor } from './cursors.ts';

/** A SIM of a paired phone. */
export function simAnswer(sim: DeviceView['sims'][number]): Sim {
  return {
    id: sim.id,
    slot: sim.slot,
    carrier: sim.carrier,
    number: sim.number,
    in_service: sim.isInService,
    signal: sim.signal,
    takes_texts: sim.takes_texts === 1,
  };
}

/** A paired phone. */
export function deviceAnswer(deps: Pick<HttpDeps, 'sentToday' | 'partsLeft'>, device: DeviceView): Device {
  const partsLeft = deps.partsLeft(device.row.id, device.row.parts_per_minute);
  return {
    id: device.row.id,
    name: device.row.name,
    model: device.row.model,
    state: device.state,
    problems: device.problems.map((code) => ({
      code,
      message: PROBLEM[code].message.en,
      fix: PROBLEM[code].fix.en,
    })),
    sims: device.sims.map(simAnswer),
    battery_percent: device.heartbeat?.batteryPercent ?? null,
    charging: device.heartbeat?.isCharging ?? null,
    heartbeat_age_seconds: device.heartbeatAgeMs === null ? null : Math.floor(device.heartbeatAgeMs / 1000),
    sent_today: deps.sentToday(device.row.id),
    parts_left_this_minute: Number.isFinite(partsLeft) ? partsLeft : null,
    mode: device.row.mode,
  };
}

/** The phones of a mode, or of both. */
export function deviceAnswers(
  deps: Pick<HttpDeps, 'devices' | 'sentToday' | 'partsLeft' | 'tellRows'>,
  mode?: Mode,
): readonly Device[] {
  return deps.tellRows('devices', deps.devices.list(mode), (device) => deviceAnswer(deps, device));
}

/** An RFC 3339 time of a query in milliseconds, or a refusal that names the field. */
export function readTime(field: string, text: string): number {
  const timeMs = parseRfc3339(text);
  if (timeMs === null) throw invalidFields([fieldProblem(field, sentence('field.bad_time'))]);
  return timeMs;
}

/** How many rows of a list a query asks for, or a refusal that names the field. */
export function readLimit(text: string | undefined): number {
  const limit = text === undefined ? PAGE_ROWS.unlessTold : parsePageLimit(text);
  if (limit === null) {
    throw invalidFields([fieldProblem('limit', sentence('field.bad_limit', { most: PAGE_ROWS.most }))]);
  }
  return limit;
}

const cursors = createCursor('m');

function readStates(status: string | readonly string[]): readonly string[] {
  const states = typeof status === 'string' ? [status] : status;
  const unknown = states.find((state) => !isMessageState(state));
  if (unknown !== undefined)
    throw invalidFields([fieldProblem('status', sentence('field.bad_status', { word: unknown }))]);
  return states;
}

/** The filter that a query string asks for. */
export function filterOf(query: ListMessagesQuery): MessageFilter {
  return {
    ...(query.status === undefined ? {} : { states: readStates(query.status) }),
    ...(query.to === undefined ? {} : { to: query.to }),
    ...(query.device === undefined ? {} : { device: query.device }),
    ...(query.reference === undefined ? {} : { reference: query.reference }),
    ...(query.batch_id === undefined ? {} : { batchId: query.batch_id }),
    ...(query.mode === undefined ? {} : { mode: query.mode }),
    ...(query.q === undefined || query.q === '' ? {} : { q: query.q }),
    ...(query.since === undefined ? {} : { since: readTime('since', query.since) }),
    ...(query.until === undefined ? {} : { until: readTime('until', query.until) }),
    ...(query.updated_since === undefined
      ? {}
      : { updatedSince: readTime('updated_since', query.updated_since) }),
    ...(query.cursor === undefined ? {} : { after: cursors.decode(query.cursor) }),
    order: query.order ?? 'desc',
    limit: readLimit(query.limit),
  };
}

/** Where the next page begins; null when there is none. */
export const cursorOf = ({ nextAfter }: Pick<MessageViews, 'nextAfter'>): string | null =>
  nextAfter === null ? null : cursors.encode(nextAfter);

/** A text that is on disk, in the state it has by now. */
export function acceptedAnswer(accepted: Accepted, status: MessageState): AcceptedMessage {
  return {
    ok: true,
    request_id: accepted.requestId,
    status,
    queued_at: formatTime(accepted.createdAt),
    to: accepted.to,
    parts: accepted.parts,
    encoding: accepted.encoding,
    mode: accepted.mode,
    ...(accepted.scheduledAt === null ? {} : { scheduled_at: formatTime(accepted.scheduledAt) }),
    ...(accepted.resendOf === null ? {} : { resend_of: accepted.resendOf }),
  };
}

/** What would become of a message that is not sent. */
export function previewAnswer({ sim, waiting, warnings, ...seen }: PreparedMessage): MessagePreview {
  return {
    ok: true,
    ...seen,
    route:
      sim === null
        ? null
        : { device_id: sim.deviceId, device_name: sim.deviceName, sim_id: sim.simId, sim: sim.slot },
    waiting: waiting === null ? null : { ...waiting, until: formatTimeOrNull(waiting.until) },
    warnings: warnings.map((spoken) => ({ ...spoken, ...inEnglish(spoken) })),
  };
}
