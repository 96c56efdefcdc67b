import type { NewMessage } from '../../electron/gateway/messages/message-row.ts';

/** The number of every made message, unless told. */
export const RECIPIENT = '+9779812345678';

/** A message as the store takes it: one part to one number, from the client `cli`, for whichever live phone comes. */
export function aMessage(more: Partial<NewMessage> = {}): NewMessage {
  return {
    clientId: 'cli',
    mode: 'live',
    to: RECIPIENT,
    text: 'hi',
    parts: 1,
    encoding: 'GSM-7',
    priority: 'transactional',
    deviceId: null,
    simId: null,
    maxParts: 6,
    deliveryReport: true,
    reference: null,
    metadata: null,
    ttlSeconds: 3600,
    ...more,
  };
}
