/** Who reads which received text through the API, and what the API refuses. */
import { describe, expect, it } from 'vitest';
import { ALL_SCOPES } from '../../../electron/shared/scopes.ts';
import { setUpInbox, type ClientName, type InboxWorld } from './inbox-world.ts';

const GUEST = '+9779812345678';
const COOK = '+9779811111111';
const STRANGER = '+9779822222222';

/** The desk texted the guest, the kitchen the cook; both answered, and a stranger said STOP. */
async function setup(): Promise<InboxWorld & { readonly deskRequest: string }> {
  const world = await setUpInbox();
  const deskRequest = await world.textTo('desk', GUEST);
  await world.textTo('kitchen', COOK);
  await world.receive({ from: GUEST, body: 'Yes, at eight' });
  await world.receive({ from: COOK, body: 'No onions left' });
  await world.receive({ from: STRANGER, body: 'STOP' });
  return Object.assign(world, { deskRequest });
}

const idsOf = (body: Record<string, unknown>): readonly string[] =>
  Array.isArray(body['items']) ? body['items'].map((item: { id: string }) => item.id) : [];

describe('GET /v1/inbox', () => {
  it('answers a received text in exactly the documented shape', async () => {
    const world = await setup();
    const { status, body } = await world.get('/v1/inbox', 'desk');
    expect(status).toBe(200);
    const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body).toEqual({
      ok: true,
      next_cursor: null,
      items: [
        {
          id: expect.stringMatching(/^inb_[0-9A-HJKMNP-TV-Z]{26}$/) as unknown,
          from: GUEST,
          from_raw: GUEST,
          text: 'Yes, at eight',
          parts: 1,
          device_id: expect.stringMatching(/^dev_/) as unknown,
          device_name: 'Till',
          sim_id: expect.stringMatching(/^sim_/) as unknown,
          sim: 1,
          received_at: time,
          smsc_at: time,
          stored_at: time,
          request_id: world.deskRequest,
          mode: 'live',
        },
      ],
    });
  });

  const seen: readonly (readonly [who: ClientName, texts: readonly string[]])[] = [
    ['desk', ['Yes, at eight']],
    ['kitchen', ['No onions left']],
    ['archive', ['STOP', 'No onions left', 'Yes, at eight']],
  ];
  it.each(seen)('shows %s what its scope opens: %j', async (who, texts) => {
    const world = await setup();
    expect((await world.get('/v1/inbox', who)).texts).toEqual(texts);
  });

  it('refuses a token without either scope, and names the scope', async () => {
    const world = await setup();
    const { status, code, body } = await world.get('/v1/inbox', 'blind');
    expect([status, code]).toEqual([403, 'forbidden']);
    expect(body['error']).toMatchObject({ details: { scope: 'inbox:read' } });
  });

  it('opens to the tokens that the operator makes, each in its own mode', async () => {
    const world = await setup();
    expect(ALL_SCOPES).toEqual(expect.arrayContaining(['inbox:read', 'inbox:read_all']));
    expect((await world.get('/v1/inbox', { token: world.live })).texts).toHaveLength(3);
    expect((await world.get('/v1/inbox', { token: world.test })).texts).toEqual([]);
  });

  it('pages by an opaque cursor, stable while texts come in', async () => {
    const world = await setup();
    const first = await world.get('/v1/inbox?limit=2', 'archive');
    await world.receive({ from: GUEST, body: 'Make that nine' });
    const cursor = String(first.body['next_cursor']);
    expect(cursor).not.toMatch(/^\d+$/);
    const second = await world.get(`/v1/inbox?limit=2&cursor=${cursor}`, 'archive');
    expect([...first.texts, ...second.texts]).toEqual(['STOP', 'No onions left', 'Yes, at eight']);
    expect(second.body['next_cursor']).toBeNull();
  });

  it.each([
    [`from=${encodeURIComponent(COOK)}`, ['No onions left']],
    ['device=Till&sim=1&q=eight', ['Yes, at eight']],
    ['from=&q=', ['STOP', 'No onions left', 'Yes, at eight']],
    ['device=Kitchen', []],
    ['sim=2', []],
    ['since=2999-01-01T00:00:00Z', []],
    ['until=2000-01-01T00:00:00%2B05:45', []],
    ['since=2000-01-01T00:00:00Z&until=2999-01-01T00:00:00Z&limit=1', ['STOP']],
  ])('filters by %s', async (query, texts) => {
    const world = await setup();
    expect((await world.get(`/v1/inbox?${query}`, 'archive')).texts).toEqual(texts);
  });

  it.each([
    ['colour=red', 'colour'],
    ['mode=live', 'mode'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=nonsense', 'cursor'],
    // A cursor of the list of messages.
    [`cursor=${Buffer.from('m1').toString('base64url')}`, 'cursor'],
    ['since=yesterday', 'since'],
    ['until=2026-03-14T12:30:00', 'until'],
    ['q=a&q=b', 'q'],
  ])('refuses %s and names the field', async (query, field) => {
    const world = await setUpInbox();
    const { status, code, body } = await world.get(`/v1/inbox?${query}`, 'archive');
    expect([status, code]).toEqual([422, 'invalid_request']);
    expect(body['error']).toMatchObject({ field });
  });
});

describe('GET /v1/inbox/{id}', () => {
  it('shows a text to whom it answers and to inbox:read_all; to others it does not exist', async () => {
    const world = await setup();
    const [id] = idsOf((await world.get('/v1/inbox', 'desk')).body);
    const answers = await Promise.all(
      (['desk', 'archive', 'kitchen', 'blind'] as const).map((who) =>
        world.get(`/v1/inbox/${id ?? ''}`, who),
      ),
    );
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [200, undefined],
      [200, undefined],
      [404, 'not_found'],
      [403, 'forbidden'],
    ]);
    expect(answers[0]?.body).toMatchObject({ ok: true, id, text: 'Yes, at eight' });
    expect((await world.get(`/v1/inbox/${id ?? ''}`, { token: world.test })).code).toBe('not_found');
  });

  it('answers not_found to an id nobody has, and refuses a query', async () => {
    const world = await setUpInbox();
    expect((await world.get('/v1/inbox/inb_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'archive')).code).toBe('not_found');
    expect((await world.get('/v1/inbox/inb_1?expand=1', 'archive')).code).toBe('invalid_request');
  });
});

describe('the console', () => {
  it('lists every received text and finds them by a part', async () => {
    const world = await setup();
    const { items } = await world.console('GET', '/inbox?q=onions');
    expect(items).toMatchObject([{ text: 'No onions left', from: COOK }]);
  });

  it('switches a SIM by name and slot or by its id, and the devices show it', async () => {
    const world = await setUpInbox({ isOn: false });
    const on = await world.console('POST', '/inbox/switch', { sim: 'Till/1', on: true });
    expect(on).toMatchObject({ device_name: 'Till', sim: 1, takes_texts: true, told_phone: true });
    const devices = await world.console('GET', '/devices');
    expect(devices['items']).toMatchObject([{ sims: [{ id: on['sim_id'], takes_texts: true }] }]);
    const off = await world.console('POST', '/inbox/switch', { sim: on['sim_id'], on: false });
    expect(off).toMatchObject({ takes_texts: false });
  });

  it.each([
    ['a SIM that is not there', { sim: 'Till/2', on: true }, 'no such SIM'],
    ['a phone that is not there', { sim: 'Bar/1', on: true }, 'no such SIM'],
    ['a switch without a direction', { sim: 'Till/1' }, 'on: is required'],
    ['an unknown field', { sim: 'Till/1', on: true, words: [] }, 'words: is not a known field'],
  ])('refuses %s', async (_what, body, message) => {
    const world = await setUpInbox({ isOn: false });
    await expect(world.console('POST', '/inbox/switch', body)).rejects.toThrow(message);
  });
});

describe('the OpenAPI file', () => {
  it('has both routes with an example and every error they give', async () => {
    const world = await setUpInbox({ isOn: false });
    const { body } = await world.get('/v1/openapi.json', 'archive');
    const paths = body['paths'] as Record<string, { get: { responses: Record<string, unknown> } }>;
    const list = paths['/v1/inbox']?.get.responses ?? {};
    const single = paths['/v1/inbox/{id}']?.get.responses ?? {};
    expect(Object.keys(list).sort()).toEqual(['200', '401', '403', '421', '422', '500', '503']);
    expect(Object.keys(single).sort()).toEqual(['200', '401', '403', '404', '421', '422', '500', '503']);
    for (const answer of [list['200'], single['200']]) expect(JSON.stringify(answer)).toContain('inb_01KB2');
  });
});
