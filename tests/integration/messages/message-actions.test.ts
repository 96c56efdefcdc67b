/** Scheduling, cancelling, sending again, trying and pausing, through the API and a phone that obeys a script. */
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/wait-for.ts';
import { plan, setUpScriptedRadio, type ScriptedRadioWorld } from './scripted-radio-world.ts';

const HOUR_MS = 3_600_000;
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const TO = '+9779812345678';

async function submit(world: ScriptedRadioWorld, more: object): Promise<string> {
  const { status, body } = await world.call('POST', '/v1/messages', { to: TO, text: 'hi', ...more });
  expect(status).toBe(202);
  return String(body['request_id']);
}

describe('POST /v1/messages with scheduled_at', () => {
  it('waits for its time, then goes', async () => {
    const world = await setUpScriptedRadio();
    await world.startPhone();
    const at = inMs(1_500);
    const { body } = await world.call('POST', '/v1/messages', { to: TO, text: 'later', scheduled_at: at });
    expect(body).toMatchObject({ ok: true, status: 'scheduled', scheduled_at: at });
    const id = String(body['request_id']);
    expect(await world.message(id)).toMatchObject({
      status: 'scheduled',
      waiting: { reason: 'scheduled', until: at },
    });
    expect(world.submits()).toBe(0);
    await world.reaches(id, 'delivered');
    expect(world.submits()).toBe(1);
  });

  it.each([
    ['in the past', inMs(-1_000)],
    ['more than a year ahead', inMs(367 * 24 * HOUR_MS)],
    ['on a day that does not exist', '2027-02-30T12:00:00Z'],
    ['without an offset', '2027-02-20T12:00:00'],
  ])('refuses a time %s', async (_title, scheduledAt) => {
    const world = await setUpScriptedRadio();
    const { status, body } = await world.call('POST', '/v1/messages', {
      to: TO,
      text: 'x',
      scheduled_at: scheduledAt,
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'invalid_request', field: 'scheduled_at' } });
  });
});

describe('POST /v1/messages/{id}/cancel', () => {
  it('stops what waits, scheduled or not, and again says the same', async () => {
    const world = await setUpScriptedRadio();
    for (const more of [{}, { scheduled_at: inMs(HOUR_MS) }]) {
      const id = await submit(world, more);
      for (let times = 0; times < 2; times += 1) {
        expect(await world.call('POST', `/v1/messages/${id}/cancel`)).toMatchObject({
          status: 200,
          body: { ok: true, request_id: id, status: 'cancelled' },
        });
      }
      expect(await world.message(id)).toMatchObject({ status: 'cancelled' });
    }
    await world.startPhone();
    const other = await submit(world, {});
    await world.reaches(other, 'delivered');
    expect(world.submits()).toBe(1);
  });

  it('is asked of the phone that may hold it, and too late when the radio had it', async () => {
    const world = await setUpScriptedRadio({ radio: [plan({ resultAfterMs: 1_500 })] });
    await world.startPhone();
    const id = await submit(world, {});
    await waitFor('the radio to have it', () => world.submits() > 0);
    expect(await world.call('POST', `/v1/messages/${id}/cancel`)).toMatchObject({
      status: 202,
      body: { ok: true, request_id: id, status: 'cancel_requested' },
    });
    expect(await world.message(id)).toMatchObject({ cancel_requested: true });
    await world.reaches(id, 'sent', 'delivered');
    expect(await world.call('POST', `/v1/messages/${id}/cancel`)).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    });
  });

  it('is not_found for the message of another mode', async () => {
    const world = await setUpScriptedRadio();
    const id = await submit(world, {});
    expect(await world.call('POST', `/v1/messages/${id}/cancel`, undefined, { mode: 'test' })).toMatchObject({
      status: 404,
    });
  });
});

describe('POST /v1/messages/{id}/resend', () => {
  it('makes a new message from a cancelled one, once for each key', async () => {
    const world = await setUpScriptedRadio();
    const id = await submit(world, { reference: 'order 7' });
    await world.call('POST', `/v1/messages/${id}/cancel`);
    const key = { headers: { 'idempotency-key': 'again-7' } };
    const first = await world.call('POST', `/v1/messages/${id}/resend`, {}, key);
    expect(first).toMatchObject({ status: 202, body: { status: 'queued', resend_of: id } });
    const second = await world.call('POST', `/v1/messages/${id}/resend`, {}, key);
    expect(second.body['request_id']).toBe(first.body['request_id']);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await world.message(String(first.body['request_id']))).toMatchObject({
      reference: 'order 7',
      resend_of: id,
    });
    expect(await world.message(id)).toMatchObject({ status: 'cancelled', resend_of: null });
  });

  it('needs consent for one that may have arrived', async () => {
    const world = await setUpScriptedRadio({ radio: [plan({ result: 4711 })] });
    await world.startPhone();
    const id = await submit(world, {});
    await world.reaches(id, 'unknown');
    expect(await world.call('POST', `/v1/messages/${id}/resend`)).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', details: { status: 'unknown', needs: 'accept_duplicate_risk' } } },
    });
    expect(
      await world.call('POST', `/v1/messages/${id}/resend`, { accept_duplicate_risk: true }),
    ).toMatchObject({ status: 202, body: { resend_of: id } });
  });

  it('is a conflict for one that waits', async () => {
    const world = await setUpScriptedRadio();
    const id = await submit(world, {});
    expect(await world.call('POST', `/v1/messages/${id}/resend`)).toMatchObject({
      status: 409,
      body: { error: { details: { status: 'queued' } } },
    });
  });
});

describe('POST /v1/messages/preview', () => {
  it('tells number, parts and why it would wait, and stores nothing', async () => {
    const world = await setUpScriptedRadio();
    expect(await world.call('POST', '/v1/messages/preview', { to: TO, text: 'नमस्ते' })).toMatchObject({
      status: 200,
      body: {
        ok: true,
        to: TO,
        encoding: 'UCS-2',
        parts: 1,
        mode: 'live',
        route: null,
        waiting: { reason: 'no_device' },
      },
    });
    expect((await world.call('GET', '/v1/messages')).body['items']).toEqual([]);
  });

  it('names the SIM that would take it', async () => {
    const world = await setUpScriptedRadio();
    await world.startPhone();
    const ready = await waitFor('a SIM to be ready', async () => {
      const { body } = await world.call('POST', '/v1/messages/preview', { to: TO, text: 'hi' });
      return body['waiting'] === null ? body : undefined;
    });
    expect(ready).toMatchObject({ route: { device_name: 'Load One', sim: 1 } });
  });

  it('warns of what can be sent and may disappoint', async () => {
    const world = await setUpScriptedRadio();
    const warningsOf = async (text: string, to = TO) => {
      const { body } = await world.call('POST', '/v1/messages/preview', { to, text });
      return body['warnings'];
    };
    expect(await warningsOf('Your order is ready')).toEqual([]);
    expect(await warningsOf('It’s ready', '+97714412345')).toEqual([
      {
        code: 'warning.needs_ucs2',
        values: { characters: '’', parts: 1, plain_parts: 1 },
        message: 'Because of ’ a part holds 70 characters instead of 160.',
        fix: 'Replace them or leave them out. Parts: 1 now, 1 without them.',
      },
      expect.objectContaining({ code: 'warning.number_not_mobile' }),
    ]);
  });

  it('refuses what sending would refuse', async () => {
    const world = await setUpScriptedRadio();
    expect(await world.call('POST', '/v1/messages/preview', { to: '12', text: 'hi' })).toMatchObject({
      status: 422,
      body: { error: { field: 'to' } },
    });
    expect(
      await world.call('POST', '/v1/messages/preview', { to: TO, text: 'hi', device: 'dev_none' }),
    ).toMatchObject({ status: 422, body: { error: { code: 'invalid_device' } } });
  });
});

describe('POST /v1/queue/pause and resume', () => {
  it('holds the messages of the client that asks, not those of others', async () => {
    const world = await setUpScriptedRadio();
    expect(await world.call('POST', '/v1/queue/pause')).toMatchObject({
      status: 200,
      body: { ok: true, target: 'own', paused: true },
    });
    await world.startPhone();
    const held = await submit(world, {});
    expect(await world.message(held)).toMatchObject({ status: 'queued', waiting: { reason: 'paused' } });
    await world.deliverAsOperator('hello');
    expect(await world.message(held)).toMatchObject({ status: 'queued' });
    await world.call('POST', '/v1/queue/resume', {});
    await world.reaches(held, 'delivered');
  });

  it('holds everybody, and refuses new messages where that is said', async () => {
    const world = await setUpScriptedRadio();
    expect(await world.call('POST', '/v1/queue/pause', { all: true, refuse: true })).toMatchObject({
      status: 200,
      body: { target: 'all' },
    });
    expect(await world.call('POST', '/v1/messages', { to: TO, text: 'hi' })).toMatchObject({
      status: 503,
      body: { error: { code: 'queue_blocked', details: { reason: 'paused' } } },
    });
    expect((await world.call('GET', '/v1/queue')).body).toMatchObject({ state: 'paused' });
    await world.call('POST', '/v1/queue/resume', { all: true });
    await submit(world, {});
  });

  it('holds one phone, by its name', async () => {
    const world = await setUpScriptedRadio();
    await world.startPhone();
    expect(await world.call('POST', '/v1/queue/pause', { device: 'Load One' })).toMatchObject({
      status: 200,
      body: { target: 'device' },
    });
    const id = await submit(world, {});
    expect(await world.message(id)).toMatchObject({ status: 'queued', waiting: { reason: 'paused' } });
    await world.call('POST', '/v1/queue/resume', { device: 'Load One' });
    await world.reaches(id, 'delivered');
  });

  it('refuses a phone that is not there and fields that it does not know', async () => {
    const world = await setUpScriptedRadio();
    expect(await world.call('POST', '/v1/queue/pause', { device: 'nobody' })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_device' } },
    });
    expect(await world.call('POST', '/v1/queue/pause', { everybody: true })).toMatchObject({ status: 422 });
  });
});

describe('an act with an Idempotency-Key', () => {
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

  it('does not pause again what was resumed since', async () => {
    const world = await setUpScriptedRadio();
    const first = await world.call('POST', '/v1/queue/pause', {}, keyed('p1'));
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([200, undefined]);
    await world.call('POST', '/v1/queue/resume', {}, keyed('r1'));
    const again = await world.call('POST', '/v1/queue/pause', {}, keyed('p1'));
    expect(again).toMatchObject({ status: 200, body: { ok: true, target: 'own', paused: true } });
    expect(again.headers['idempotent-replayed']).toBe('true');
    const id = await submit(world, {});
    expect((await world.message(id)).waiting).toMatchObject({ reason: 'no_device' });
  });

  it('is refused with another body, and for another message', async () => {
    const world = await setUpScriptedRadio();
    await world.call('POST', '/v1/queue/pause', { all: true }, keyed('p2'));
    expect(await world.call('POST', '/v1/queue/pause', {}, keyed('p2'))).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency_mismatch' } },
    });
    const [one, other] = [await submit(world, {}), await submit(world, {})];
    await world.call('POST', `/v1/messages/${one}/cancel`, undefined, keyed('c1'));
    expect(await world.call('POST', `/v1/messages/${other}/cancel`, undefined, keyed('c1'))).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency_mismatch' } },
    });
    expect((await world.message(other)).status).toBe('queued');
  });

  it('cancels once, and tells then what became of it', async () => {
    const world = await setUpScriptedRadio();
    const id = await submit(world, {});
    const route = `/v1/messages/${id}/cancel`;
    expect(await world.call('POST', route, undefined, keyed('c2'))).toMatchObject({ status: 200 });
    const again = await world.call('POST', route, undefined, keyed('c2'));
    expect(again).toMatchObject({ status: 200, body: { request_id: id, status: 'cancelled' } });
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('that was refused may be asked for again', async () => {
    const world = await setUpScriptedRadio();
    const pause = () => world.call('POST', '/v1/queue/pause', { device: 'Load One' }, keyed('p3'));
    expect(await pause()).toMatchObject({ status: 422, body: { error: { code: 'invalid_device' } } });
    await world.startPhone();
    const done = await pause();
    expect([done.status, done.headers['idempotent-replayed']]).toEqual([200, undefined]);
  });
});
