/** What programs of all kinds put into bodies and queries: read as meant, or refused with nothing stored. */
import { describe, expect, it } from 'vitest';
import { setUpHttp } from './http-world.ts';

const GOOD = { to: '+9779812345678', text: 'Your order is ready' };
const bytesOf = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));

describe('a body that is not UTF-8', () => {
  const latin1 = bytesOf('{"to":"+9779812345678","text":"caf', 0xe9, '"}');
  const cut = bytesOf('{"to":"+9779812345678","text":"ab', 0xe0, 0xa4, '"}');
  it.each([
    ['windows-1252', latin1, 'application/json'],
    ['windows-1252 that says so', latin1, 'application/json; charset=iso-8859-1'],
    ['a cut sequence', cut, 'application/json'],
  ])('is refused: %s', async (_title, body, type) => {
    const world = await setUpHttp();
    const answer = await world.call({
      method: 'POST',
      path: '/v1/messages',
      body,
      headers: { 'content-type': type },
    });
    expect([answer.status, answer.code]).toEqual([400, 'malformed']);
    expect(answer.text).toContain('not UTF-8');
    expect(world.stored()).toBe(0);
  });

  it('is not one with a byte order mark before it', async () => {
    const world = await setUpHttp();
    expect((await world.post(`\ufeff${JSON.stringify(GOOD)}`)).status).toBe(202);
  });
});

describe('a packed body', () => {
  it.each(['gzip', 'br', 'deflate', 'identity, gzip'])('is refused: %s', async (encoding) => {
    const world = await setUpHttp();
    const answer = await world.post(GOOD, { headers: { 'content-encoding': encoding } });
    expect([answer.status, answer.code]).toEqual([415, 'malformed']);
    expect(answer.text).toContain(encoding);
    expect(world.stored()).toBe(0);
  });

  it('is not one that says identity', async () => {
    const world = await setUpHttp();
    expect((await world.post(GOOD, { headers: { 'content-encoding': 'Identity' } })).status).toBe(202);
  });
});

describe('a text', () => {
  it.each([
    ' ',
    '\n',
    '\u200b\u200d',
    '\u00a0',
    '\u3164',
    '\ufeff',
    'a\0b',
    'a\u0007b',
    'Hi \ud83d',
    '\udc00',
  ])('is refused: %j', async (text) => {
    const world = await setUpHttp();
    const answer = await world.post({ ...GOOD, text });
    expect([answer.status, answer.code]).toEqual([422, 'invalid_request']);
    expect(answer.body).toMatchObject({ error: { field: 'text' } });
    expect(world.stored()).toBe(0);
  });

  it('may have lines, tabs and whole emoji', async () => {
    const world = await setUpHttp();
    expect((await world.post({ ...GOOD, text: 'a\r\n\tb \ud83d\ude00' })).status).toBe(202);
  });

  it('is counted, kept and read in its composed form', async () => {
    const world = await setUpHttp();
    const sent = await world.post({ ...GOOD, text: 'Cafe\u0301 '.repeat(12) });
    expect(sent.body).toMatchObject({ parts: 1, encoding: 'GSM-7' });
    const { body } = await world.call({ path: `/v1/messages/${String(sent.body['request_id'])}` });
    expect(body['text']).toBe('Caf\u00e9 '.repeat(12));
  });
});

describe('what is not set', () => {
  it('may be null in a body', async () => {
    const world = await setUpHttp();
    const body = { ...GOOD, reference: null, metadata: null, device: null, sim: null, ttl_seconds: null };
    expect((await world.post(body)).status).toBe(202);
  });

  it('is still missing where it is required, and unknown where it is unknown', async () => {
    const world = await setUpHttp();
    expect((await world.post({ ...GOOD, text: null })).body).toMatchObject({ error: { field: 'text' } });
    expect((await world.post({ ...GOOD, colour: null })).body).toMatchObject({ error: { field: 'colour' } });
    expect((await world.post({ ...GOOD, metadata: { a: null } })).status).toBe(422);
  });

  it.each(['to', 'device', 'reference', 'q', 'since', 'until', 'status', 'mode', 'order', 'limit', 'cursor'])(
    'may be empty in a query: %s',
    async (name) => {
      const world = await setUpHttp();
      await world.post(GOOD);
      const { status, body } = await world.call({ path: `/v1/messages?${name}=` });
      expect([status, body['items']]).toEqual([200, [expect.objectContaining({ to: GOOD.to })]]);
    },
  );

  it.each(['from', 'device', 'sim', 'since', 'q', 'limit', 'cursor'])(
    'may be empty in a query of the inbox: %s',
    async (name) => {
      const world = await setUpHttp();
      expect((await world.call({ path: `/v1/inbox?${name}=` })).status).toBe(200);
    },
  );

  it('may be a body of no bytes with a content type', async () => {
    const world = await setUpHttp();
    const headers = { 'content-type': 'application/json', 'content-length': '0' };
    const answer = await world.call({ method: 'DELETE', path: '/v1/messages', headers });
    expect([answer.status, answer.code]).toEqual([405, 'method_not_allowed']);
    const missing = await world.call({ method: 'POST', path: '/v1/messages', headers });
    expect([missing.status, missing.code]).toEqual([400, 'malformed']);
  });
});

describe('a time in a query', () => {
  it.each(['2026-02-30T00:00:00Z', '2026-04-31T12:00:00Z', '2026-02-29T00:00:00Z', '2026-02-01T24:00:00Z'])(
    'must exist: %s',
    async (time) => {
      const world = await setUpHttp();
      for (const path of ['/v1/messages?since=', '/v1/messages?updated_since=', '/v1/inbox?until=']) {
        const answer = await world.call({ path: `${path}${time}` });
        expect([answer.status, answer.code], path).toEqual([422, 'invalid_request']);
      }
    },
  );
});

describe('a refusal', () => {
  it('names fields as they were called, and short', async () => {
    const world = await setUpHttp();
    const escaped = await world.post({ ...GOOD, metadata: { 'a/b~c': 42 } });
    expect(escaped.body).toMatchObject({ error: { field: 'metadata.a/b~c' } });
    const long = await world.post({ ...GOOD, ['x'.repeat(100_000)]: 1 });
    expect(long.body).toMatchObject({ error: { field: `${'x'.repeat(64)}…` } });
  });

  it('is small, whatever it refuses', async () => {
    const world = await setUpHttp();
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`x${index}`, 1]));
    const answer = await world.post({ ...GOOD, ...many });
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(50_000);
  });
});
