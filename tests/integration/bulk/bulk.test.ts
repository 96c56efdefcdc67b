/** Lists of texts through the API, and through a phone that obeys a script. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../electron/gateway/access/token-store.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { waitFor } from '../../support/wait-for.ts';
import { setUpScriptedRadio } from '../messages/scripted-radio-world.ts';

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `+97798${String(10_000_000 + index)}`);

const send = (world: GatewayWorld, body: unknown, more: { token?: string; key?: string } = {}) =>
  world.call({
    method: 'POST',
    path: '/v1/bulk',
    ...(more.token === undefined ? {} : { token: more.token }),
    headers: {
      'content-type': 'application/json',
      ...(more.key === undefined ? {} : { 'idempotency-key': more.key }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const act = (world: GatewayWorld, id: string, what: string) =>
  world.call({ method: 'POST', path: `/v1/bulk/${id}/${what}` });

describe('POST /v1/bulk', () => {
  it('answers with the batch, its messages, and what was left out', async () => {
    const world = await setUpGateway();
    const [first = '', second = ''] = numbers(2);
    const { status, body, headers } = await send(world, {
      recipients: [{ to: first, variables: { name: 'Sita', due: 940 } }, second, first],
      text: 'Dear {{name}}, bill {{due}} is due.',
    });
    expect(status).toBe(202);
    expect(body).toEqual({
      ok: true,
      batch_id: expect.stringMatching(/^bat_/) as unknown,
      accepted: 1,
      rejected: [
        { index: 1, to: second, code: 'missing_variable', message: 'variables: has no value for “name”' },
        { index: 2, to: first, code: 'duplicate', message: 'to: is the number of row 0 too' },
      ],
      items: [{ index: 0, to: first, request_id: expect.stringMatching(/^req_/) as unknown }],
      estimated_finish_at: null,
      warnings: [{ code: 'no_device', message: 'No phone can send it now; it waits for one.' }],
    });
    expect(headers['location']).toBe(`/v1/bulk/${String(body['batch_id'])}`);
    const [item] = body['items'] as { request_id: string }[];
    const { body: message } = await world.call({ path: `/v1/messages/${item?.request_id ?? ''}` });
    expect(message).toMatchObject({
      text: 'Dear Sita, bill 940 is due.',
      priority: 'bulk',
      batch_id: body['batch_id'],
    });
  });

  it.each([
    ['no row', { recipients: [], text: 'x' }, 'recipients'],
    ['too many rows', { recipients: numbers(10_001), text: 'x' }, 'recipients'],
    ['rows of another kind', { recipients: [7], text: 'x' }, 'recipients.0'],
    [
      'an unknown field in a row',
      { recipients: [{ to: '+9779812345678', name: 'x' }], text: 'x' },
      'recipients.0',
    ],
    ['no text', { recipients: numbers(1) }, 'text'],
    ['a group, which is not there', { group_id: 'grp_1', text: 'x' }, 'recipients'],
    ['a template, which is not there', { recipients: numbers(1), template: 'x', text: 'x' }, 'template'],
    [
      'a bad time',
      { recipients: numbers(1), text: 'x', scheduled_at: '2027-02-30T12:00:00Z' },
      'scheduled_at',
    ],
    ['only bad rows', { recipients: ['', 'x'], text: 'x' }, 'recipients'],
  ])('refuses %s and stores nothing', async (_title, body, field) => {
    const world = await setUpGateway();
    const answer = await send(world, body);
    expect([answer.status, answer.code]).toEqual([422, 'invalid_request']);
    expect(String((answer.body['error'] as { field?: string }).field)).toContain(field);
    expect(world.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(0);
  });

  it('refuses a phone that it does not know', async () => {
    const world = await setUpGateway();
    const answer = await send(world, { recipients: numbers(2), text: 'x', device: 'Nokia' });
    expect([answer.status, answer.code]).toEqual([422, 'invalid_device']);
  });

  it('takes a null for what is not set, as everywhere', async () => {
    const world = await setUpGateway();
    const recipients = [{ to: '+9779812345678', variables: null }];
    expect((await send(world, { recipients, text: 'x', reference: null, atomic: null })).status).toBe(202);
  });

  it('takes a body of 8 MiB and no more', async () => {
    const world = await setUpGateway();
    const bodyOf = (bytes: number): string => {
      const start = `{"text":"x","recipients":[{"to":"+9779812345678","variables":{"a":"`;
      return `${start}${'y'.repeat(bytes - start.length - 5)}"}}]}`;
    };
    expect((await send(world, bodyOf(8 * 1024 * 1024))).status).toBe(202);
    const large = await send(world, bodyOf(8 * 1024 * 1024 + 1));
    expect([large.status, large.code]).toEqual([413, 'payload_too_large']);
    expect(large.body).toMatchObject({ error: { details: { limit_bytes: 8_388_608 } } });
  });

  it('is one batch for one key, and says that it was repeated', async () => {
    const world = await setUpGateway();
    const body = { recipients: [...numbers(3), 'nobody'], text: 'x' };
    const first = await send(world, body, { key: 'may-bills' });
    const again = await send(world, body, { key: 'may-bills' });
    expect(again.body).toEqual(first.body);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([202, 'true']);
    const other = await send(world, { ...body, text: 'y' }, { key: 'may-bills' });
    expect([other.status, other.code]).toEqual([422, 'idempotency_mismatch']);
    expect(world.db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(3);
  });

  it('takes 10,000 rows in less than three seconds', async () => {
    const world = await setUpGateway();
    const recipients = numbers(10_000).map((to, due) => ({ to, variables: { name: `Guest ${due}`, due } }));
    const body = JSON.stringify({ recipients, text: 'Dear {{name}}, bill {{due}} is due.' });
    const startedAt = performance.now();
    const answer = await send(world, body);
    const ms = performance.now() - startedAt;
    console.info(`bulk of 10,000: ${Math.round(ms)} ms (goal 1,000, floor 3,000)`);
    expect([answer.status, answer.body['accepted']]).toEqual([202, 10_000]);
    expect(ms).toBeLessThan(3_000);
  });

  it('needs its own scope', async () => {
    const token = `rd_live_${'n'.repeat(43)}`;
    const prepare = (dataDir: string): void => {
      const storage = openStorage(dataDir);
      const tokens = createTokenStore(storage.db);
      tokens.insertClient('cli_narrow', 'Narrow', 1);
      tokens.insertToken({
        ...{ id: 'tok_narrow', client_id: 'cli_narrow', mode: 'live', hint: 'narrow', created_at: 1 },
        ...{ hash: hash('sha256', token, 'buffer'), scopes: 'messages:send messages:read' },
      });
      storage.close();
    };
    const world = await setUpGateway({ prepare });
    const answer = await send(world, { recipients: numbers(1), text: 'x' }, { token });
    expect([answer.status, answer.body]).toMatchObject([
      403,
      { error: { code: 'forbidden', details: { scope: 'bulk:send' } } },
    ]);
  });
});

describe('a batch', () => {
  async function setup(count = 5) {
    const world = await setUpGateway();
    const { body } = await send(world, { recipients: numbers(count), text: 'x', reference: 'May bills' });
    return { world, id: String(body['batch_id']), items: body['items'] as { request_id: string }[] };
  }

  it('is told with its counts', async () => {
    const { world, id } = await setup();
    const { status, body } = await world.call({ path: `/v1/bulk/${id}` });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ ok: true, batch_id: id, status: 'running', mode: 'live', priority: 'bulk', text: 'x' },
      ...{
        reference: 'May bills',
        accepted: 5,
        rejected: 0,
        parts: 5,
        scheduled_at: null,
        finished_at: null,
      },
      counts: { scheduled: 0, queued: 5, sending: 0, sent: 0, cancelled: 0 },
    });
  });

  it('lists its messages page by page in the order of its recipients', async () => {
    const { world, id, items } = await setup(5);
    await send(world, { recipients: numbers(3), text: 'other' });
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await world.call({ path: `/v1/bulk/${id}/items?limit=2${query}` });
      seen.push(...(body['items'] as { request_id: string }[]).map(({ request_id }) => request_id));
      cursor = body['next_cursor'] as string | null;
    }
    expect(seen).toEqual(items.map(({ request_id }) => request_id));
    const { body } = await world.call({ path: `/v1/bulk/${id}/items?limit=1` });
    expect(body['items']).toEqual([
      {
        ...{ index: 0, request_id: items[0]?.request_id, to: numbers(1)[0] },
        ...{ status: 'queued', parts: 1, failure_code: null },
      },
    ]);
  });

  it('filters the list of messages', async () => {
    const { world, id, items } = await setup(3);
    await world.post({ to: '+9779812345678', text: 'alone' });
    const listed = async (query: string): Promise<unknown[]> =>
      ((await world.call({ path: `/v1/messages?${query}` })).body['items'] as { request_id: string }[]).map(
        ({ request_id }) => request_id,
      );
    expect(await listed(`batch_id=${id}&order=asc`)).toEqual(items.map(({ request_id }) => request_id));
    expect(await listed(`batch_id=${id}&status=queued&limit=1`)).toEqual([items[2]?.request_id]);
    expect(await listed(`batch_id=${id}&status=sent`)).toEqual([]);
    expect(await listed('batch_id=bat_none')).toEqual([]);
    expect(await listed('')).toHaveLength(4);
  });

  it('is paused, resumed and cancelled; each may be said again', async () => {
    const { world, id } = await setup(3);
    for (const [what, status] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'cancelled'],
      ['cancel', 'cancelled'],
    ] as const) {
      expect(await act(world, id, what)).toMatchObject({
        status: 200,
        body: { ok: true, batch_id: id, status },
      });
    }
    const { body } = await world.call({ path: `/v1/bulk/${id}` });
    expect(body).toMatchObject({ status: 'cancelled', counts: { cancelled: 3, queued: 0 } });
    expect(body['finished_at']).not.toBeNull();
    const late = await act(world, id, 'resume');
    expect([late.status, late.code]).toEqual([409, 'conflict']);
    expect(late.body).toMatchObject({ error: { details: { status: 'cancelled' } } });
  });

  it('is nothing to another client, nor in the other mode', async () => {
    const { world, id } = await setup(2);
    for (const token of [await world.otherClient('Kitchen'), world.test]) {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/items'],
        ['POST', '/pause'],
        ['POST', '/resume'],
        ['POST', '/cancel'],
      ] as const) {
        const answer = await world.call({ method, path: `/v1/bulk/${id}${path}`, token });
        expect([method, path, answer.status, answer.code]).toEqual([method, path, 404, 'not_found']);
      }
      const { body } = await world.call({ path: `/v1/messages?batch_id=${id}`, token });
      expect(body['items']).toEqual([]);
    }
    expect((await world.call({ path: `/v1/bulk/${id}` })).body).toMatchObject({ status: 'running' });
  });

  it('goes out through a phone, each text filled in, and finishes with an event', async () => {
    const world = await setUpScriptedRadio();
    const { body } = await world.call('POST', '/v1/bulk', {
      recipients: numbers(20).map((to, index) => ({ to, variables: { n: index } })),
      text: 'Table {{n}}',
    });
    await world.startPhone();
    const id = String(body['batch_id']);
    const done = await waitFor('the batch to be delivered', async () => {
      const { body: batch } = await world.call('GET', `/v1/bulk/${id}`);
      return (batch['counts'] as { delivered: number }).delivered === 20 ? batch : undefined;
    });
    expect(done).toMatchObject({ status: 'finished', counts: { queued: 0, sending: 0, sent: 0 } });
    expect(world.submits()).toBe(20);
  });
});
