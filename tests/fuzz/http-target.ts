/**
 * Requests made from the OpenAPI file, true, at the edges and broken. The gateway never fails inside (5xx but a clear
 * 503), answers with a status that the route declares, in the shape that it declares, and health comes in time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Check } from 'typebox/schema';
import { silentLogger } from '../../electron/gateway/foundation/logger.ts';
import { createGateway } from '../../electron/gateway/wiring/gateway.ts';
import type { Random } from '../support/random.ts';
import { firstAnswer, rawBytes, rawCall, type RawCall } from '../support/raw-call.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutateObject, mutateText } from './mutate.ts';

type Schema = Readonly<Record<string, unknown>>;
interface Route {
  readonly method: string;
  readonly template: string;
  readonly query: readonly string[];
  readonly body: Schema | null;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What comes where no route is, before one is found, or where the parser gives up. */
const WITHOUT_ROUTE: readonly number[] = [400, 401, 403, 404, 405, 413, 415, 421, 431];
const LONGEST_HEALTH_MS = 2_000;
const GOOD_BODY = {
  to: '+9779812345678',
  text: 'Your order is ready',
  priority: 'bulk',
  metadata: { a: 'b' },
};
/** A list, for the route that takes one. */
const GOOD_LIST = {
  recipients: ['+9779812345678', { to: '+9779812345679', variables: { a: 'b', n: 1 } }, 'nobody'],
  text: 'Table {{n}}',
  reference: 'May',
};
const VALUES = [
  '',
  '1',
  '200',
  'live',
  'desc',
  'sent',
  '2026-03-14T12:30:00Z',
  '+9779812345678',
  'é',
  '%',
] as const;
type Header = readonly [name: string, value: string];
const HEADERS: readonly [Header, ...Header[]] = [
  ['content-type', 'text/plain'],
  ['content-encoding', 'gzip'],
  ['idempotency-key', 'order-42'],
  ['idempotency-key', 'é'],
  ['origin', 'null'],
  ['host', 'evil.example'],
  ['sec-fetch-site', 'cross-site'],
  ['expect', 'wonders'],
  ['x-api-key', ''],
];

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce((own: unknown, name) => (isSchema(own) ? own[name] : undefined), value);

function routesOf(document: unknown): readonly Route[] {
  const paths = at(document, 'paths');
  return Object.entries(isSchema(paths) ? paths : {}).flatMap(([template, methods]) =>
    Object.entries(isSchema(methods) ? methods : {}).map(([method, operation]) => {
      const parameters = at(operation, 'parameters');
      const body = at(operation, 'requestBody', 'content', 'application/json', 'schema');
      const responses = at(operation, 'responses');
      return {
        method: method.toUpperCase(),
        template,
        query: (Array.isArray(parameters) ? parameters : [])
          .filter((own) => at(own, 'in') === 'query')
          .map((own) => String(at(own, 'name'))),
        body: isSchema(body) ? body : null,
        responses: isSchema(responses) ? responses : {},
      };
    }),
  );
}

/** Most requests have one thing wrong, so that they come far in. */
function makeCall(route: Route, random: Random, known: readonly string[]): RawCall {
  const broken = random.below(5);
  const id = known[random.below(known.length + 1)] ?? 'req_01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const where = route.template.replaceAll(/\{\w+\}/g, id);
  const query = route.query
    .filter(() => random.below(4) === 0)
    .map((name) => `${name}=${encodeURIComponent(random.pick(VALUES))}`)
    .join('&');
  const whole = query === '' ? where : `${where}?${query}`;
  const good = at(route.body, 'properties', 'recipients') === undefined ? GOOD_BODY : GOOD_LIST;
  const body = JSON.stringify(broken === 1 ? mutateObject(good, random) : good);
  const header = broken === 2 ? [random.pick(HEADERS)] : [];
  return {
    method: broken === 3 ? random.pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) : route.method,
    path: broken === 0 ? `/${encodeURI(mutateText(whole, random).toWellFormed()).slice(1)}` : whole,
    ...(route.body === null
      ? { headers: Object.fromEntries(header) }
      : {
          headers: { 'content-type': 'application/json', ...Object.fromEntries(header) },
          body: broken === 4 ? mutateText(body, random) : body,
        }),
  };
}

function judge(routes: readonly Route[], call: RawCall, status: number, answer: unknown): void {
  const asked = call.method === 'HEAD' ? 'GET' : (call.method ?? 'GET');
  const target = (call.path.split(/[?#]/)[0] ?? '').replace(/\/$/, '');
  const route = routes.find(
    ({ method, template }) =>
      method === asked && new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(target),
  );
  const response = route?.responses[String(status)];
  if (response === undefined && !WITHOUT_ROUTE.includes(status)) {
    throw new Error(`${call.method ?? ''} ${call.path}: undeclared status ${status}`);
  }
  if (status === 500) throw new Error(`${call.method ?? ''} ${call.path}: ${JSON.stringify(answer)}`);
  const schema = at(response, 'content', 'application/json', 'schema');
  if (call.method !== 'HEAD' && isSchema(schema) && !Check(schema, answer)) {
    throw new Error(`${call.path}: ${status} is not of its schema: ${JSON.stringify(answer).slice(0, 500)}`);
  }
  if (status >= 400 && call.method !== 'HEAD' && typeof at(answer, 'error', 'code') !== 'string') {
    throw new Error(`${call.path}: ${status} has another shape: ${JSON.stringify(answer).slice(0, 500)}`);
  }
}

export const httpTarget: FuzzTarget = {
  name: 'http',
  start: async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-fuzz-'));
    const gateway = createGateway({
      dataDir,
      httpPort: 0,
      relayPort: 0,
      adbPort: null,
      demoPhone: false,
      makeTokens: true,
      logger: silentLogger,
    });
    const { url, tokens } = await gateway.start();
    const authorization = { authorization: `Bearer ${tokens?.live ?? ''}` };
    const routes = routesOf((await rawCall(url, { path: '/v1/openapi.json' })).body);
    const [first, ...others] = routes;
    if (first === undefined) throw new Error('the OpenAPI file has no route');
    const known: string[] = [];
    return {
      make: (random) => {
        const call = makeCall(random.pick([first, ...others]), random, known);
        if (random.below(10) > 0) return JSON.stringify(call);
        const head = `${call.method ?? 'GET'} ${call.path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`;
        return JSON.stringify({ raw: mutateText(head, random) });
      },
      feed: async (input) => {
        const wanted: unknown = JSON.parse(input);
        const raw = at(wanted, 'raw');
        if (typeof raw === 'string') {
          const { status } = firstAnswer(await rawBytes(url, Buffer.from(raw, 'utf8'), 20));
          if (status >= 500 && status !== 503) throw new Error(`${status} to bytes`);
          return;
        }
        const call = wanted as RawCall;
        // Each on a connection of its own, with the length that Node leaves out of a GET.
        const length =
          call.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(call.body)) };
        const headers = { connection: 'close', ...authorization, ...length, ...call.headers };
        const answer = await rawCall(url, { ...call, headers });
        const id = answer.body['batch_id'] ?? answer.body['request_id'];
        if (typeof id === 'string' && known.length < 50) known.push(id);
        judge(routes, call, answer.status, answer.body);
      },
      check: async () => {
        const before = performance.now();
        const { status } = await rawCall(url, { path: '/v1/health' });
        const ms = performance.now() - before;
        if (status !== 200 || ms > LONGEST_HEALTH_MS) throw new Error(`health: ${status} in ${ms} ms`);
      },
      stop: async () => {
        await gateway.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
};
