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
