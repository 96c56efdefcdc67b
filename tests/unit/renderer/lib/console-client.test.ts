import { afterEach, describe, expect, it, vi } from 'vitest';
import { callConsole, ConsoleError, listenForSignedOut } from '../../../../renderer/lib/console-client.ts';

interface Call {
  readonly path: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly contentType: string | null;
}

/** A gateway that always gives one answer, and what it was asked. */
function setup(answer: unknown, status = 200): readonly Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const contentType = new Headers(init.headers).get('content-type');
    calls.push({ path, method: init.method, body: init.body, contentType });
    return Promise.resolve(Response.json(answer, { status }));
  });
  return calls;
}
const refusal = {
  ok: false,
  error: {
    code: 'invalid_request',
    message: 'to: is required',
    sentence: { code: 'refusal.invalid_fields', values: { field: 'to', problem: 'is required' } },
    field: 'to',
    details: {
      fields: [
        { field: 'to', message: 'is required', code: 'field.required', values: {} },
        { field: 'text', message: 'of another version', code: 'field.of_tomorrow', values: {} },
      ],
    },
  },
};

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a call of the console', () => {
  it('puts parameters into the path, escaped', async () => {
    const calls = setup({ ok: true });
    await callConsole('GET /messages/:request_id', { params: { request_id: 'req/../1' } });
    expect(calls).toMatchObject([
      { method: 'GET', path: '/console/messages/req%2F..%2F1', contentType: null },
    ]);
  });

  it('puts each value of a query into the address', async () => {
    const calls = setup({ ok: true });
    await callConsole('GET /messages', { query: { q: 'a&b', status: ['failed', 'unknown'] } });
    expect(calls).toMatchObject([{ path: '/console/messages?q=a%26b&status=failed&status=unknown' }]);
  });

  it('sends a body as JSON and gives the answer', async () => {
    const calls = setup({ ok: true, items: [] });
    const answer = await callConsole('POST /messages/rows', { body: { ids: ['req_1'] } });
    expect(calls).toMatchObject([
      { method: 'POST', body: '{"ids":["req_1"]}', contentType: 'application/json' },
    ]);
    expect(answer.items).toEqual([]);
  });

  it('throws a refusal with its codes, and leaves out a code that it does not know', async () => {
    setup(refusal, 400);
    const error: unknown = await callConsole('POST /queue/pause', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConsoleError);
    expect(error).toMatchObject({
      code: 'invalid_request',
      status: 400,
      message: 'to: is required',
      sentence: refusal.error.sentence,
      fields: [{ field: 'to', code: 'field.required', values: {} }],
    });
  });

  it('tells when the gateway does not know the sign-in', async () => {
    setup(refusal, 401);
    let times = 0;
    const stop = listenForSignedOut(() => {
      times += 1;
    });
    await expect(callConsole('GET /overview', {})).rejects.toThrow(ConsoleError);
    stop();
    expect(times).toBe(1);
  });

  it('says that nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(callConsole('GET /overview', {})).rejects.toMatchObject({ code: 'offline', status: 0 });
  });
});
