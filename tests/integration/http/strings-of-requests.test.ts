/** Every string that a request may carry, of both doors: none takes what can't be kept, shown or sent. */
import { describe, expect, it } from 'vitest';
import { CONSOLE_ROUTES } from '../../../electron/shared/console/console-contract.ts';
import { rawCall } from '../../support/raw-call.ts';
import { setUpHttp, type HttpWorld } from './http-world.ts';

type Schema = Readonly<Record<string, unknown>>;

interface Place {
  readonly route: string;
  readonly part: 'params' | 'querystring' | 'body';
  /** The path to the string within the part. */
  readonly path: readonly string[];
  readonly schema: Schema;
  /** All of the part, to make a whole one. */
  readonly whole: Schema;
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const schemasIn = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/** The free strings of a schema: those that are no fixed word. */
function stringsOf(
  schema: Schema,
  path: readonly string[] = [],
): readonly (readonly [readonly string[], Schema])[] {
  if (schema['type'] === 'string') return 'enum' in schema || 'const' in schema ? [] : [[path, schema]];
  const properties = isSchema(schema['properties']) ? Object.entries(schema['properties']) : [];
  const inside = properties.flatMap(([name, own]) => (isSchema(own) ? stringsOf(own, [...path, name]) : []));
  const items = isSchema(schema['items']) ? stringsOf(schema['items'], [...path, '[]']) : [];
  const names = isSchema(schema['propertyNames'])
    ? stringsOf(schema['propertyNames'], [...path, '{name}'])
    : [];
  const more = schema['additionalProperties'];
  const values = isSchema(more) ? stringsOf(more, [...path, '{value}']) : [];
  return [
    ...inside,
    ...items,
    ...names,
    ...values,
    ...schemasIn(schema['anyOf']).flatMap((own) => stringsOf(own, path)),
  ];
}

/** A value that the schema takes, where it needs one. */
function goodFor(schema: Schema): unknown {
  if (schema['type'] === 'object') {
    const properties = isSchema(schema['properties']) ? schema['properties'] : {};
    const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
    return Object.fromEntries(
      required.map((name) => [name, goodFor(isSchema(properties[name]) ? properties[name] : {})]),
    );
  }
  if (schema['type'] === 'boolean') return true;
  if (schema['type'] === 'array') return 'minItems' in schema ? [goodFor({})] : [];
  const words = schema['enum'];
  return Array.isArray(words) ? words[0] : '+9779812345678';
}

function put(into: unknown, [step, ...rest]: readonly string[], value: string): unknown {
  if (step === undefined) return value;
  if (step === '[]') return [put(undefined, rest, value)];
  if (step === '{name}') return { [value]: 'x' };
  const name = step === '{value}' ? 'x' : step;
  const held = isSchema(into) ? into : {};
  return { ...held, [name]: put(held[name], rest, value) };
}

const BAD: readonly (readonly [title: string, bad: (schema: Schema) => string])[] = [
  ['too long', ({ maxLength = 500 }) => 'x'.repeat(Number(maxLength) + 1)],
  ['with NUL', () => 'a\0b'],
  ['with a control character', () => 'a\u001bb'],
  ['with a lone surrogate', () => 'a\ud83d'],
];
/** Routes that take a message, to send it or to look at it. */
const MESSAGE_ROUTES: readonly string[] = [
  'POST /messages',
  'POST /messages/count',
  'POST /messages/preview',
  'POST /bulk',
];
const isText = ({ route, path }: Place): boolean => MESSAGE_ROUTES.includes(route) && path[0] === 'text';
/** What is no number is a row that is left out, and does not take the list with it. */
const isRow = ({ route, path }: Place): boolean => route === 'POST /bulk' && path[0] === 'recipients';
/** A draft is counted while it is typed, and never kept. */
const CONSOLE_PARTS = Object.entries(CONSOLE_ROUTES).filter(([route]) => route !== 'POST /messages/count');

function badOf(place: Place): readonly (readonly [string, string])[] {
  const always = BAD.map(([title, bad]) => [title, bad(place.schema)] as const);
  // What a query leaves empty is as if absent, and the values of a dictionary may be empty.
  const mayBeEmpty = place.part === 'querystring' || place.path.includes('{value}');
  return [
    ...always,
    ...(isText(place) ? [] : ([['of two lines', 'a\nb']] as const)),
    ...(mayBeEmpty || place.part === 'params' ? [] : ([['empty', '']] as const)),
  ];
}

function placesOf(route: string, parts: object): readonly Place[] {
  return (['params', 'querystring', 'body'] as const).flatMap((part) => {
    const whole: unknown = Reflect.get(parts, part);
    return isSchema(whole)
      ? stringsOf(whole).map(([path, schema]) => ({ route, part, path, schema, whole }))
      : [];
  });
}

/** The routes of the OpenAPI file, in the form of the console's contract. */
async function apiPlaces(world: HttpWorld): Promise<readonly Place[]> {
  const { text } = await world.call({ path: '/v1/openapi.json', token: null });
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Schema>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const parameters = schemasIn(operation['parameters']);
      const partOf = (where: string): Schema => ({
        type: 'object',
        properties: Object.fromEntries(
          parameters.filter((own) => own['in'] === where).map((own) => [String(own['name']), own['schema']]),
        ),
      });
      const content = isSchema(operation['requestBody']) ? operation['requestBody']['content'] : undefined;
      const json = isSchema(content) ? content['application/json'] : undefined;
      return placesOf(`${method.toUpperCase()} ${path.replace('/v1', '').replaceAll(/\{(\w+)\}/g, ':$1')}`, {
        params: partOf('path'),
        querystring: partOf('query'),
        body: isSchema(json) ? json['schema'] : undefined,
      });
    }),
  );
}

/** A query can't hold a lone surrogate: its bytes are those of U+FFFD. */
const isSendable = (place: Place, value: string): boolean => place.part === 'body' || value.isWellFormed();

async function refusals(
  door: (call: Parameters<typeof rawCall>[1]) => ReturnType<typeof rawCall>,
  place: Place,
) {
  const [method = '', template = ''] = place.route.split(' ');
  const wrong: string[] = [];
  for (const [title, value] of badOf(place).filter(([, bad]) => isSendable(place, bad))) {
    const last = place.path.at(-1) ?? '';
    const path = template.replaceAll(/:(\w+)/g, (_all, name: string) =>
      place.part === 'params' && name === last ? encodeURIComponent(value) : 'x',
    );
    const query = place.part === 'querystring' ? `?${place.path[0] ?? ''}=${encodeURIComponent(value)}` : '';
    const answer = await door({
      method,
      path: `${path}${query}`,
      headers: place.part === 'body' ? { 'content-type': 'application/json' } : {},
      ...(place.part === 'body'
        ? { body: JSON.stringify(put(goodFor(place.whole), place.path, value)) }
        : {}),
    });
    // A path whose part is longer than any id is the path of nothing.
    const isRefused = answer.status === 422 || (place.part === 'params' && answer.status === 404);
    if (!isRefused)
      wrong.push(`${place.route} ${place.part} ${place.path.join('.')} ${title}: ${answer.status}`);
  }
  return wrong;
}

describe('every string of a request', () => {
  it('has a length and a form', async () => {
    const world = await setUpHttp();
    const places = [
      ...(await apiPlaces(world)),
      ...CONSOLE_PARTS.flatMap(([route, parts]) => placesOf(route, parts)),
    ];
    expect(places.length).toBeGreaterThan(30);
    const free = places.filter(
      (place) =>
        !isRow(place) &&
        place.schema['pattern'] === undefined &&
        (place.schema['maxLength'] === undefined || place.schema['format'] === undefined),
    );
    expect(free.map(({ route, path }) => `${route} ${path.join('.')}`)).toEqual([]);
  });

  it('of the API is refused when it is empty, too long, of two lines, or no whole Unicode', async () => {
    const world = await setUpHttp();
    const wrong: string[] = [];
    for (const place of await apiPlaces(world)) {
      wrong.push(...(await refusals((call) => world.call({ ...call, path: `/v1${call.path}` }), place)));
    }
    expect(wrong).toEqual([]);
    expect(world.stored()).toBe(0);
  });

  it('of the screens too', async () => {
    const world = await setUpHttp();
    const wrong: string[] = [];
    for (const [route, parts] of CONSOLE_PARTS) {
      for (const place of placesOf(route, parts)) {
        const door = (call: Parameters<typeof rawCall>[1]) =>
          rawCall(world.info.consoleSocketPath, { ...call, path: `/console${call.path}` });
        wrong.push(...(await refusals(door, place)));
      }
    }
    expect(wrong).toEqual([]);
    expect(world.stored()).toBe(0);
  });
});

describe('metadata', () => {
  it('keeps every name and value at its limit, and answers with them', async () => {
    const world = await setUpHttp();
    const metadata = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [
        String(index).padStart(2) + '😀'.repeat(62),
        '😀'.repeat(512),
      ]),
    );
    const sent = await world.post({ to: '+9779812345678', text: 'hi', metadata });
    expect(sent.status).toBe(202);
    const { body } = await world.call({ path: `/v1/messages/${String(sent.body['request_id'])}` });
    expect(body['metadata']).toEqual(metadata);
  });

  it.each([
    ['an empty name', { '': 'x' }],
    ['a name of blanks', { '  ': 'x' }],
    ['a name of 65 characters', { ['n'.repeat(65)]: 'x' }],
    ['a name of two lines with a long value', { 'a\nb': 'x'.repeat(200_000) }],
    ['a value of 513 characters', { a: 'x'.repeat(513) }],
    ['17 names', Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`n${index}`, 'x']))],
  ])('refuses %s', async (_title, metadata) => {
    const world = await setUpHttp();
    const answer = await world.post({ to: '+9779812345678', text: 'hi', metadata });
    expect([answer.status, answer.code]).toEqual([422, 'invalid_request']);
    expect(world.stored()).toBe(0);
  });
});
