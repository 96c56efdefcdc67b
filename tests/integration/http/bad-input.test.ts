/** What the gateway refuses, each with its documented error, and nothing of it stored. */
import { describe, expect, it } from 'vitest';
import type { ApiCall } from '../../support/gateway-world.ts';
import { setUpHttp } from './http-world.ts';

const GOOD = { to: '+9779812345678', text: 'Your order is ready' };

describe('POST /v1/messages', () => {
  it('accepts a good one, in exactly the documented shape', async () => {
    const world = await setUpHttp();
    const answer = await world.post({ ...GOOD, reference: 'order-1', metadata: { table: '4' } });
    expect(answer.status).toBe(202);
    const { request_id: requestId, queued_at: queuedAt, ...rest } = answer.body;
    expect(requestId).toMatch(/^req_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(queuedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(rest).toEqual({
      ok: true,
      status: 'queued',
      to: GOOD.to,
      parts: 1,
      encoding: 'GSM-7',
      mode: 'live',
    });
    expect(answer.headers['location']).toBe(`/v1/messages/${String(answer.body['request_id'])}`);
    expect(world.stored()).toBe(1);
  });

  const refused: readonly (readonly [
    title: string,
    status: number,
    code: string,
    body: unknown,
    more?: Partial<ApiCall>,
  ])[] = [
    ['no token', 401, 'unauthorized', GOOD, { token: null }],
    ['a wrong token', 401, 'unauthorized', GOOD, { token: `rd_live_${'A'.repeat(43)}` }],
    ['a token of another form', 401, 'unauthorized', GOOD, { token: 'hello' }],
    ['what is not JSON', 400, 'malformed', '{"to":'],
    ['an empty body', 400, 'malformed', ''],
    [
      'a form post',
      400,
      'malformed',
      'to=1&text=2',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['plain text', 400, 'malformed', JSON.stringify(GOOD), { headers: { 'content-type': 'text/plain' } }],
    ['an array', 422, 'invalid_request', [GOOD]],
    ['a missing to', 422, 'invalid_request', { text: 'hi' }],
    ['a wrong to', 422, 'invalid_request', { ...GOOD, to: 'my mother' }],
    ['a national number without a country', 422, 'invalid_request', { ...GOOD, to: '9812345678' }],
    ['a number that is no number', 422, 'invalid_request', { ...GOOD, to: '+97798' }],
    ['an empty text', 422, 'invalid_request', { ...GOOD, text: '' }],
    ['a text of too many parts', 422, 'invalid_request', { ...GOOD, text: 'a'.repeat(153 * 6 + 1) }],
    ['a text beyond all bounds', 422, 'invalid_request', { ...GOOD, text: 'a'.repeat(5000) }],
    ['an unknown field', 422, 'invalid_request', { ...GOOD, scheduled_at: '2030-01-01T00:00:00Z' }],
    ['a number as text', 422, 'invalid_request', { ...GOOD, text: 5 }],
    ['an unknown device', 422, 'invalid_device', { ...GOOD, device: 'Nokia' }],
    ['no phone with require_online', 422, 'invalid_device', { ...GOOD, require_online: true }],
    ['an oversized body', 413, 'payload_too_large', { ...GOOD, text: 'a'.repeat(300_000) }],
    ['a foreign Host', 421, 'host_refused', GOOD, { headers: { host: 'evil.example' } }],
    ['a rebinding Host with our port', 421, 'host_refused', GOOD, { headers: { host: 'evil.example:8642' } }],
    ['a foreign Origin', 403, 'origin_refused', GOOD, { headers: { origin: 'https://evil.example' } }],
    ['the null Origin of a sandboxed page', 403, 'origin_refused', GOOD, { headers: { origin: 'null' } }],
    ['a cross-site fetch', 403, 'origin_refused', GOOD, { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['a page of another port', 403, 'origin_refused', GOOD, { headers: { 'sec-fetch-site': 'same-site' } }],
    ['an empty Idempotency-Key', 422, 'invalid_request', GOOD, { headers: { 'idempotency-key': '""' } }],
    [
      'an endless Idempotency-Key',
      422,
      'invalid_request',
      GOOD,
      { headers: { 'idempotency-key': 'k'.repeat(256) } },
    ],
  ];
  it.each(refused.map((row) => ({ title: row[0], row })))('refuses $title', async ({ row }) => {
    const [, status, code, body, more] = row;
    const world = await setUpHttp();
    const answer = await world.post(body, more);
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect(answer.body).toMatchObject({
      ok: false,
      error: { docs: `/docs#${code}` },
    });
    expect(answer.body['trace_id']).toMatch(/^[0-9a-f]{16}$/);
    expect(world.stored()).toBe(0);
  });

  it('lists every wrong field, and names the first', async () => {
    const world = await setUpHttp();
    const { body } = await world.post({ text: '', priority: 'urgent', extra: 1 });
    const error = body['error'] as { field: string; details: { fields: { field: string }[] } };
    expect(error.details.fields.map(({ field }) => field).sort()).toEqual([
      'extra',
      'priority',
      'text',
      'to',
    ]);
    expect(error.details.fields.map(({ field }) => field)).toContain(error.field);
  });

  it('says WWW-Authenticate with a 401', async () => {
    const world = await setUpHttp();
    expect((await world.post(GOOD, { token: null })).headers['www-authenticate']).toBe('Bearer');
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeat with the same id, quoted or not, and stores one message', async () => {
    const world = await setUpHttp();
    const first = await world.post(GOOD, { headers: { 'idempotency-key': 'order-42' } });
    const again = await world.post(GOOD, { headers: { 'idempotency-key': '"order-42"' } });
    expect(again.status).toBe(202);
    expect(again.body['request_id']).toBe(first.body['request_id']);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(world.stored()).toBe(1);
  });

  it('refuses the same key with another body', async () => {
    const world = await setUpHttp();
    await world.post(GOOD, { headers: { 'idempotency-key': 'order-42' } });
    const other = await world.post(
      { ...GOOD, text: 'another' },
      { headers: { 'idempotency-key': 'order-42' } },
    );
    expect([other.status, other.code]).toEqual([422, 'idempotency_mismatch']);
    expect(world.stored()).toBe(1);
  });

  it('stores one message when the same key comes twenty times at once', async () => {
    const world = await setUpHttp();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.post(GOOD, { headers: { 'idempotency-key': 'rush' } })),
    );
    for (const answer of answers) expect([202, 409]).toContain(answer.status);
    expect(new Set(answers.flatMap(({ body }) => body['request_id'] ?? [])).size).toBe(1);
    expect(world.stored()).toBe(1);
  });

  it('belongs to the mode: a test token with the same key makes a message of its own', async () => {
    const world = await setUpHttp();
    await world.post(GOOD, { headers: { 'idempotency-key': 'order-42' } });
    const other = await world.post(GOOD, { token: world.test, headers: { 'idempotency-key': 'order-42' } });
    expect(other.headers['idempotent-replayed']).toBeUndefined();
    expect(world.stored()).toBe(2);
  });
});

describe('other addresses', () => {
  const refused: readonly (readonly [status: number, code: string, call: ApiCall])[] = [
    [404, 'not_found', { path: '/v1/messages/req_01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
    [404, 'not_found', { path: '/v1/nothing' }],
    [404, 'not_found', { path: '/v1/../etc/passwd' }],
    [405, 'method_not_allowed', { method: 'DELETE', path: '/v1/messages' }],
    [422, 'invalid_request', { path: '/v1/messages?limit=0' }],
    [422, 'invalid_request', { path: '/v1/messages?limit=201' }],
    [422, 'invalid_request', { path: '/v1/messages?cursor=nonsense' }],
    [422, 'invalid_request', { path: '/v1/messages?since=yesterday' }],
    [422, 'invalid_request', { path: '/v1/messages?since=2026-03-14T12:30:00' }],
    [422, 'invalid_request', { path: '/v1/messages?status=happy' }],
    [422, 'invalid_request', { path: '/v1/messages?colour=red' }],
    [404, 'not_found', { path: '/v1/inbox/inb_01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
    [405, 'method_not_allowed', { method: 'DELETE', path: '/v1/inbox' }],
    [405, 'method_not_allowed', { method: 'POST', path: '/v1/inbox/inb_01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
    [422, 'invalid_request', { path: '/v1/inbox?limit=201' }],
    [422, 'invalid_request', { path: '/v1/inbox?cursor=nonsense' }],
    [422, 'invalid_request', { path: '/v1/inbox?since=yesterday' }],
    [422, 'invalid_request', { path: '/v1/inbox?colour=red' }],
    [401, 'unauthorized', { path: '/v1/inbox', token: null }],
    [401, 'unauthorized', { path: '/v1/queue', token: null }],
    [401, 'unauthorized', { path: '/v1/devices', token: null }],
    [503, 'not_ready', { path: '/v1/ready' }],
    [421, 'host_refused', { path: '/v1/health', headers: { host: 'evil.example' }, token: null }],
  ];
  it.each(refused)('answers %i %s to %o', async (status, code, call) => {
    const world = await setUpHttp();
    const answer = await world.call(call);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  it('names the methods that an address takes', async () => {
    const world = await setUpHttp();
    const answer = await world.call({ method: 'PUT', path: '/v1/messages' });
    expect(String(answer.headers['allow']).split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('hides the messages of another client', async () => {
    const world = await setUpHttp();
    const { body } = await world.post(GOOD);
    const other = await world.call({ path: `/v1/messages/${String(body['request_id'])}`, token: world.test });
    expect([other.status, other.code]).toEqual([404, 'not_found']);
  });

  it('gives health and ready without its details to callers without a token, and nothing more', async () => {
    const world = await setUpHttp();
    const health = await world.call({ path: '/v1/health', token: null });
    expect(health.body).toMatchObject({ ok: true, status: 'up' });
    const ready = await world.call({ path: '/v1/ready', token: null });
    expect(ready.code).toBe('not_ready');
    expect(JSON.stringify(ready.body)).not.toContain('checks');
  });
});

describe('the console over the port', () => {
  it('is shut without a sign-in, whatever else is sent', async () => {
    const world = await setUpHttp();
    for (const path of [
      '/console/overview',
      '/console/messages',
      '/console/tokens',
      '/console/inbox',
      '/console/events',
    ]) {
      expect((await world.call({ path })).status, path).toBe(401);
    }
    expect((await world.call({ path: '/console/session' })).body).toMatchObject({ signed_in: false });
  });
});
