/** Sends a message again that did not go out: always as a new one, so that the old one keeps what became of it. */
import { GatewayError } from '../../shared/gateway-error.ts';
import { PRIORITIES } from '../../shared/states.ts';
import { sentence } from '../../shared/words/words.ts';
import { readJson } from '../storage/read-json.ts';
import { ANY_DEVICE, type MessageRow, type NewMessage } from './message-row.ts';

/** The new message, or a refusal: `conflict` where the old one may not be repeated. */
export function messageAgain(row: MessageRow, mayDuplicate: boolean): NewMessage {
  if (row.body === '') {
    throw new GatewayError('conflict', sentence('refusal.text_erased'), { details: { status: row.state } });
  }
  const risk = riskOf(row);
  if (risk === 'never') {
    throw new GatewayError('conflict', sentence('refusal.not_to_resend', { status: row.state }), {
      details: { status: row.state },
    });
  }
  if (risk === 'duplicate' && !mayDuplicate) {
    throw new GatewayError('conflict', sentence('refusal.may_have_left'), {
      details: { status: row.state, needs: 'accept_duplicate_risk' },
    });
  }
  return {
    clientId: row.client_id,
    mode: row.mode,
    to: row.recipient,
    text: row.body,
    parts: row.parts,
    encoding: row.encoding === 'UCS-2' ? 'UCS-2' : 'GSM-7',
    priority: PRIORITIES[row.priority] ?? 'transactional',
    deviceId: row.device_id === ANY_DEVICE ? null : row.device_id,
    simId: row.sim_id,
    maxParts: row.max_parts,
    deliveryReport: row.delivery_report === 1,
    reference: row.reference,
    metadata: metadataOf(row),
    ttlSeconds: Math.round((row.expires_at - (row.scheduled_at ?? row.created_at)) / 1000),
    resendOf: row.request_id,
  };
}

/** Whether the text may have reached somebody already. A one-time code is asked for anew, never repeated. */
function riskOf(row: MessageRow): 'none' | 'duplicate' | 'never' {
  if (PRIORITIES[row.priority] === 'otp') return 'never';
  switch (row.state) {
    case 'expired':
    case 'cancelled':
      return 'none';
    case 'failed':
      return row.failure_code === 'partially_sent' ? 'duplicate' : 'none';
    case 'unknown':
      return 'duplicate';
    default:
      return 'never';
  }
}

/** Null also where the row is damaged: it must not take its whole list with it. */
export function metadataOf(row: MessageRow): Record<string, string> | null {
  if (row.metadata === null) return null;
  const parsed = readJson(row.metadata);
  if (typeof parsed !== 'object' || parsed === null) return null;
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
}
