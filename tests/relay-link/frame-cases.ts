import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

const FrameCase = Type.Object({
  name: Type.String(),
  from: Type.Union([Type.Literal('phone'), Type.Literal('gateway')]),
  verdict: Type.Union([
    Type.Literal('frame'),
    Type.Literal('unknown_type'),
    Type.Literal('bad_fields'),
    Type.Literal('cut'),
  ]),
  line: Type.String(),
});
type FrameCase = Static<typeof FrameCase>;

const ResultCase = Type.Object({
  result: Type.Integer(),
  name: Type.String({ pattern: '^RESULT_[A-Z0-9_]+$' }),
  class: Type.Union([Type.Literal('retry'), Type.Literal('unknown'), Type.Literal('failed')]),
  may_have_left: Type.Boolean(),
});
type ResultCase = Static<typeof ResultCase>;

const RejectCase = Type.Object({
  reason: Type.String({ pattern: '^[a-z_]+$' }),
  then: Type.String(),
  counts: Type.Boolean(),
  rests: Type.Union([Type.Literal('sim'), Type.Literal('phone'), Type.Null()]),
});
type RejectCase = Static<typeof RejectCase>;

/** The example frames, one case a line. */
export function readFrameCases(): FrameCase[] {
  const lines = readText('frames.jsonl')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => Value.Parse(FrameCase, JSON.parse(line)));
}

/** Every Android result number with a name in the SDK, and how it is read. */
export function readResultCases(): ResultCase[] {
  return Value.Parse(Type.Array(ResultCase), JSON.parse(readText('results.json')));
}

/** Every reason that a phone may reject with, and what follows. */
export function readRejectCases(): RejectCase[] {
  return Value.Parse(Type.Array(RejectCase), JSON.parse(readText('reject-reasons.json')));
}

function readText(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
}
