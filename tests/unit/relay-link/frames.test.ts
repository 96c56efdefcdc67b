import { describe, expect, it } from 'vitest';
import {
  encodeFrame,
  GatewayFrame,
  MAX_FRAME_BYTES,
  parseGatewayFrame,
  parsePhoneFrame,
  PhoneFrame,
} from '../../../electron/gateway/relay/frames.ts';
import { readFrameCases } from '../../relay-link/frame-cases.ts';

const cases = readFrameCases();
const parse = { phone: parsePhoneFrame, gateway: parseGatewayFrame };

describe('frames.ts and frames.jsonl', () => {
  for (const { name, from, verdict, line } of cases) {
    it(`reads as ${verdict}: ${name}`, () => {
      expect(parse[from](line)).toMatchObject({ kind: verdict });
    });
  }

  it('names each case once', () => {
    expect(new Set(cases.map((each) => each.name)).size).toBe(cases.length);
  });

  const types = [
    ...Object.keys(PhoneFrame).map((type) => ({ from: 'phone', type }) as const),
    ...Object.keys(GatewayFrame).map((type) => ({ from: 'gateway', type }) as const),
  ];
  for (const { from, type } of types) {
    it(`has a good and a bad example of ${type} from the ${from}`, () => {
      const own = cases.filter((each) => each.from === from && typeOf(each.line) === type);
      expect(own.some((each) => each.verdict === 'frame')).toBe(true);
      expect(own.some((each) => each.verdict === 'cut' || each.verdict === 'bad_fields')).toBe(true);
    });
  }

  it('keeps every example within the length of a frame', () => {
    for (const { line } of cases) expect(Buffer.byteLength(line) + 1).toBeLessThanOrEqual(MAX_FRAME_BYTES);
  });

  it('gives seq and the raw line of a frame with bad fields', () => {
    for (const { from, line } of cases.filter((each) => each.verdict === 'bad_fields')) {
      const parsed = parse[from](line);
      if (parsed.kind !== 'bad_fields') throw new Error('not bad_fields');
      expect(parsed.raw).toBe(line);
      expect(parsed.seq).toBe(Reflect.get(Object(JSON.parse(line)), 'seq'));
    }
  });

  it('writes a frame as the line that it was read from', () => {
    for (const { from, line } of cases.filter((each) => each.verdict === 'frame')) {
      const parsed = parse[from](line);
      if (parsed.kind !== 'frame') throw new Error('not a frame');
      expect(encodeFrame(parsed.frame)).toBe(`${line}\n`);
    }
  });
});

function typeOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Reflect.get(value, 't') : null;
  } catch {
    return null;
  }
}

/** Every schema inside a frame's, by its path. */
function schemasIn(path: string, schema: unknown): [path: string, schema: object][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inner = (name: string): [string, unknown][] => {
    const all: unknown = Reflect.get(schema, name);
    if (typeof all !== 'object' || all === null) return [];
    return Object.entries(all).map(([key, value]) => [`${path}.${key}`, value]);
  };
  const more: [string, unknown][] = [
    ...['properties', 'patternProperties', 'anyOf'].flatMap(inner),
    [`${path}[]`, Reflect.get(schema, 'items')],
  ];
  return [[path, schema], ...more.flatMap(([where, each]) => schemasIn(where, each))];
}

describe('what a phone may say', () => {
  const all = Object.entries(PhoneFrame).flatMap(([type, schema]) => schemasIn(type, schema));
  const ofType = (type: string) =>
    all.filter(([, schema]) => Reflect.get(schema, 'type') === type && !Reflect.has(schema, 'const'));
  const without = (type: string, ...bounds: readonly string[]) =>
    ofType(type)
      .filter(([, schema]) => !bounds.every((bound) => Reflect.has(schema, bound)))
      .map(([path]) => path);

  it('has a lowest and a highest value for every number, all of them numbers that a table takes', () => {
    expect(ofType('integer').length).toBeGreaterThan(20);
    expect(ofType('number')).toEqual([]);
    expect(without('integer', 'minimum', 'maximum')).toEqual([]);
    for (const [path, schema] of ofType('integer')) {
      expect(Math.abs(Number(Reflect.get(schema, 'maximum'))), path).toBeLessThanOrEqual(2 ** 48);
    }
  });

  it('has a longest text for every text, unless its pattern says how long it is', () => {
    expect(ofType('string').length).toBeGreaterThan(20);
    const open = without('string', 'maxLength').filter((path) => {
      const schema = all.find(([where]) => where === path)?.[1] ?? {};
      return !/^\^\[[^\]]+\]\{\d+\}\$$/.test(String(Reflect.get(schema, 'pattern')));
    });
    expect(open).toEqual([]);
  });

  it('has a longest list for every list and a most for every record of names', () => {
    expect(ofType('array').length).toBeGreaterThan(3);
    expect(without('array', 'maxItems')).toEqual([]);
    const records = ofType('object').filter(([, schema]) => Reflect.has(schema, 'patternProperties'));
    expect(records.map(([path]) => path)).toEqual(['heartbeat.permissions']);
    expect(Reflect.get(records[0]?.[1] ?? {}, 'maxProperties')).toBe(64);
  });
});
