import { describe, expect, it } from 'vitest';
import type { MessageRow } from '../../../../../electron/gateway/messages/message-row.ts';
import { messageAgain } from '../../../../../electron/gateway/messages/message-resend.ts';

const ROW: MessageRow = {
  seq: 1,
  request_id: 'req_1',
  client_id: 'cli',
  mode: 'live',
  state: 'failed',
  priority: 1,
  recipient: '+9779812345678',
  body: 'hi',
  parts: 1,
  encoding: 'GSM-7',
  device_id: '',
  sim_id: null,
  max_parts: 6,
  delivery_report: 1,
  reference: 'order 7',
  metadata: '{"a":"b"}',
  created_at: 1_000,
  expires_at: 61_000,
  updated_at: 1_000,
  sending_at: null,
  sent_at: null,
  ended_at: null,
  due_at: null,
  lane_id: 1,
  scheduled_at: null,
  resend_of: null,
  batch_seq: null,
  cancel_requested: 0,
  attempts: 0,
  held: 0,
  device_name: null,
  failure_code: 'no_service',
  failure_detail: null,
  may_have_left: 0,
  parts_sent: 0,
  sequence: 1,
};

const refusal = (row: Partial<MessageRow>, mayDuplicate = false): unknown => {
  try {
    messageAgain({ ...ROW, ...row }, mayDuplicate);
    return null;
  } catch (error) {
    return error;
  }
};

describe('sending a message again', () => {
  const rows: [title: string, row: Partial<MessageRow>, mayDuplicate: boolean, refused: boolean][] = [
    ['failed: yes', {}, false, false],
    ['expired: yes', { state: 'expired' }, false, false],
    ['cancelled: yes', { state: 'cancelled' }, false, false],
    ['unknown: not without consent', { state: 'unknown' }, false, true],
    ['unknown: with consent', { state: 'unknown' }, true, false],
    ['partly sent: not without consent', { failure_code: 'partially_sent' }, false, true],
    ['partly sent: with consent', { failure_code: 'partially_sent' }, true, false],
    ['waiting: no', { state: 'queued' }, true, true],
    ['scheduled: no', { state: 'scheduled' }, true, true],
    ['sending: no', { state: 'sending' }, true, true],
    ['sent: no', { state: 'sent' }, true, true],
    ['delivered: no', { state: 'delivered' }, true, true],
    ['undelivered: no', { state: 'undelivered' }, true, true],
    ['a one-time code: never', { priority: 0, state: 'expired' }, true, true],
  ];
  it.each(rows)('%s', (_title, row, mayDuplicate, refused) => {
    expect(refusal(row, mayDuplicate) !== null).toBe(refused);
  });

  it('is refused with the state, and what it needs', () => {
    expect(refusal({ state: 'unknown' })).toMatchObject({
      code: 'conflict',
      details: { status: 'unknown', needs: 'accept_duplicate_risk' },
    });
    expect(refusal({ state: 'sent' })).toMatchObject({ code: 'conflict', details: { status: 'sent' } });
  });

  it('keeps what was asked for, with a life of its own as long as the first', () => {
    const again = messageAgain(
      { ...ROW, device_id: 'dev_1', scheduled_at: 31_000, expires_at: 91_000 },
      false,
    );
    expect(again).toMatchObject({
      resendOf: 'req_1',
      deviceId: 'dev_1',
      ttlSeconds: 60,
      metadata: { a: 'b' },
      reference: 'order 7',
    });
    expect(again.scheduledAt).toBeUndefined();
  });
});

it('a message whose text was erased is not sent again: there is nothing to send', () => {
  expect(() => messageAgain({ ...ROW, body: '' }, true)).toThrow('was erased');
});
