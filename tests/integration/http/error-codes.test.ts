/** The table of errors, the OpenAPI file and what the gateway really answers: one list. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTokenStore } from '../../../electron/gateway/access/token-store.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { ERROR_CODES, type ErrorCode } from '../../../electron/shared/error-codes.ts';
import { setUpGateway, type ApiCall, type GatewayWorld } from '../../support/gateway-world.ts';
import { pipelinedCalls } from '../../support/raw-call.ts';

/** Codes of what does not exist yet: quotas, subscriptions, opt-outs. */
const NOT_YET: readonly ErrorCode[] = ['rate_limited', 'subscription_expired', 'recipient_opted_out'];

/** Codes that come where no route is, so that no route can document them. */
const WITHOUT_ROUTE: readonly ErrorCode[] = ['method_not_allowed'];

const NARROW_TOKEN = `rd_live_${'n'.repeat(43)}`;
const GOOD = JSON.stringify({ to: '+9779812345678', text: 'Your order is ready' });
const JSON_TYPE = { 'content-type': 'application/json' };
const POST = { method: 'POST', path: '/v1/messages', headers: JSON_TYPE, body: GOOD } as const;
const withKey = { ...POST, headers: { ...JSON_TYPE, 'idempotency-key': 'order-42' } };

const DELIVERED = 'req_01ARZ3NDEKTSV4RRFFQ69G5FAW';
const DEVICE_CHECK: unknown = expect.objectContaining({ name: 'device', ok: false });

interface Cause {
  readonly code: ErrorCode;
  readonly call: ApiCall;
  /** What must have been before. */
  readonly before?: (world: GatewayWorld) => Promise<unknown>;
  /** What `details` and headers carry besides. */
  readonly details?: object;
  readonly header?: readonly [name: string, value: RegExp];
}

const CAUSES: readonly Cause[] = [
  { code: 'unauthorized', call: { ...POST, token: null }, header: ['www-authenticate', /^Bearer/] },
  { code: 'forbidden', call: { ...POST, token: NARROW_TOKEN }, details: { scope: 'messages:send' } },
  { code: 'origin_refused', call: { ...POST, headers: { ...JSON_TYPE, origin: 'https://evil.example' } } },
  { code: 'host_refused', call: { ...POST, headers: { ...JSON_TYPE, host: 'evil.example' } } },
  { code: 'malformed', call: { ...POST, body: '{"to":' } },
  {
    code: 'invalid_request',
    call: { ...POST, body: '{"to":"+9779812345678"}' },
    details: { fields: [{ field: 'text' }] },
  },
  { code: 'not_found', call: { path: '/v1/messages/req_01ARZ3NDEKTSV4RRFFQ69G5FAV' } },
  {
    code: 'method_not_allowed',
    call: { ...POST, method: 'PUT' },
    header: ['allow', /\bGET\b.*\bPOST\b|\bPOST\b.*\bGET\b/],
  },
  {
    code: 'idempotency_mismatch',
    before: (world) => world.call(withKey),
    call: { ...withKey, body: JSON.stringify({ to: '+9779812345678', text: 'Another text' }) },
  },
  {
    code: 'payload_too_large',
    call: { ...POST, body: JSON.stringify({ to: '+9779812345678', text: 'x'.repeat(300_000) }) },
    details: { limit_bytes: 262_144 },
  },
  {
    code: 'conflict',
    before: async (world) => {
      await world.call(POST);
      world.db.exec(`UPDATE messages SET request_id = '${DELIVERED}', state = 'delivered'`);
    },
    call: { method: 'POST', path: `/v1/messages/${DELIVERED}/cancel` },
    details: { status: 'delivered' },
  },
  { code: 'invalid_device', call: { ...POST, body: GOOD.replace('}', ',"device":"Nokia"}') } },
  {
    code: 'queue_blocked',
    before: (world) => world.call(POST),
    call: POST,
    details: { reason: 'backlog_full' },
    header: ['retry-after', /^\d+$/],
  },
  {
    code: 'not_ready',
    call: { path: '/v1/ready' },
    details: { checks: expect.arrayContaining([DEVICE_CHECK]) as unknown },
  },
  {
    code: 'internal_error',
    before: (world) => Promise.resolve(world.db.exec('ALTER TABLE idempotency RENAME TO elsewhere')),
    call: withKey,
  },
];

/** A queue that is full with one message, and a token that may only read. */
function prepare(dataDir: string): void {
  const storage = openStorage(dataDir);
  const { db } = storage;
  db.prepare("INSERT INTO settings (name, value) VALUES ('backlog_limit', '1')").run();
  const tokens = createTokenStore(db);
  tokens.insertClient('cli_narrow', 'Narrow', 1);
  tokens.insertToken({
    id: 'tok_narrow',
    client_id: 'cli_narrow',
    mode: 'live',
    hash: hash('sha256', NARROW_TOKEN, 'buffer'),
    hint: 'narrow',
    scopes: 'messages:read',
    created_at: 1,
  });
  storage.close();
}

async function setUpPrepared(): Promise<GatewayWorld> {
  const world = await setUpGateway({ prepare });
  // A data directory that has a token is not at its first start, and gets none.
  const live = await world.otherClient('Shop');
  return { ...world, live, call: ({ token = live, ...call }) => world.call({ token, ...call }) };
}

interface OpenApi {
  readonly paths: Record<string, Record<string, { responses: Record<string, { description?: string }> }>>;
}

/** Every code that a route documents, as `METHOD path status code`. */
async function documented(world: GatewayWorld): Promise<readonly string[]> {
  const { text } = await world.call({ path: '/v1/openapi.json', token: null });
  const { paths } = JSON.parse(text) as OpenApi;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.entries(responses).flatMap(([status, { description = '' }]) =>
        Object.keys(ERROR_CODES)
          .filter((code) => description.includes(`${code}: `))
          .map((code) => `${method.toUpperCase()} ${path} ${status} ${code}`),
      ),
    ),
  );
}

const codeOf = (line: string): string => line.split(' ')[3] ?? '';

describe('the table of errors', () => {
  it('holds what the OpenAPI file documents, what comes without a route, and what is not built yet', async () => {
    const codes = (await documented(await setUpGateway())).map(codeOf);
    expect([...new Set([...codes, ...WITHOUT_ROUTE, ...NOT_YET])].sort()).toEqual(
      Object.keys(ERROR_CODES).sort(),
    );
    expect(NOT_YET.filter((code) => codes.includes(code))).toEqual([]);
  });

  it('is documented with its own statuses', async () => {
    for (const line of await documented(await setUpGateway())) {
      const code = Object.entries(ERROR_CODES).find(([own]) => own === codeOf(line));
      const closer = codeOf(line) === 'malformed' ? [415] : [];
      expect([code?.[1].status, ...closer]).toContain(Number(line.split(' ')[2]));
    }
  });

  it('has no code that nothing raises', () => {
    const raised = [...CAUSES.map(({ code }) => code), 'idempotency_in_progress', ...NOT_YET];
    expect([...new Set(raised)].sort()).toEqual(Object.keys(ERROR_CODES).sort());
  });
});

describe('an error answer', () => {
  it.each(CAUSES)('$code: status, shape and what it also has', async (cause) => {
    const world = await setUpPrepared();
    await cause.before?.(world);
    const answer = await world.call(cause.call);
    expect([answer.status, answer.code], answer.text).toEqual([ERROR_CODES[cause.code].status, cause.code]);
    expect(answer.body).toMatchObject({
      ok: false,
      error: {
        message: expect.stringMatching(/./) as unknown,
        docs: `/docs#${cause.code}`,
        ...(cause.details === undefined ? {} : { details: cause.details }),
      },
      trace_id: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
    });
    if (cause.header !== undefined) expect(answer.headers[cause.header[0]]).toMatch(cause.header[1]);
    if (cause.code === 'internal_error') expect(answer.text).not.toContain('idempotency');
    if (WITHOUT_ROUTE.includes(cause.code)) return;
    const route = cause.call.path.replace(/req_\w+/, '{request_id}');
    expect(await documented(world)).toContain(
      `${cause.call.method ?? 'GET'} ${route} ${answer.status} ${cause.code}`,
    );
  });

  it('idempotency_in_progress: to the second of two with one key in the same turn', async () => {
    const world = await setUpGateway();
    const call = { ...withKey, headers: { ...withKey.headers, authorization: `Bearer ${world.live}` } };
    expect(await pipelinedCalls(world.info.url, [call, call])).toEqual([202, 409]);
  });
});
