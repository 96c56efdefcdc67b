/** Breaks true values a little: most of what comes out has the right shape and one thing that is wrong. */
import type { Random } from '../support/random.ts';

const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  255,
  256,
  65_536,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 48 + 1,
  2 ** 53 - 1,
  2 ** 63,
  1e300,
] as const;
const TIMES = [-1, 253_402_300_800_000, 8_640_000_000_000_001, Date.UTC(2099, 0, 1), 1] as const;
const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '\u200b',
  '🙏',
  'x'.repeat(65),
  'x'.repeat(20_000),
  '%s%n',
  '../../x',
  "'; DROP TABLE messages; --",
  '\u001b[2J',
  '__proto__',
  'null',
  '-1',
  '1e999',
] as const;
const KINDS = [null, true, false, [], {}, [[]], 'text', 7] as const;
const LONGEST_REPEAT = 300;

/** Another value in its place. */
function otherValue(value: unknown, random: Random): unknown {
  if (random.below(4) === 0) return random.pick(KINDS);
  if (typeof value === 'number') {
    if (random.below(3) === 0) return value + random.pick([-1, 1, 2, 1_000]);
    return random.below(2) === 0 ? random.pick(NUMBERS) : random.pick(TIMES);
  }
  if (typeof value === 'string')
    return random.below(3) === 0 ? mutateText(value, random) : random.pick(TEXTS);
  if (Array.isArray(value))
    return Array.from({ length: random.below(LONGEST_REPEAT) }, (): unknown => value[0]);
  return random.pick(KINDS);
}

/** A copy with one or a few of its fields changed, removed, added or nested; those in `kept` stay. */
export function mutateObject(value: object, random: Random, kept: readonly string[] = []): object {
  const copy: Record<string, unknown> = { ...value };
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const names = Object.keys(copy).filter((name) => !kept.includes(name));
    const name = names[random.below(names.length)];
    if (name === undefined) return copy;
    const own = copy[name];
    const choice = random.below(8);
    if (choice === 0) Reflect.deleteProperty(copy, name);
    else if (choice === 1) copy[`${name}_more`] = own;
    else if (typeof own === 'object' && own !== null && choice > 3) copy[name] = mutateInner(own, random);
    else copy[name] = otherValue(own, random);
  }
  return copy;
}

function mutateInner(value: object, random: Random): unknown {
  if (!Array.isArray(value)) return mutateObject(value, random);
  const items: readonly unknown[] = value;
  const at = random.below(Math.max(1, items.length));
  return items.map((item, index) =>
    index !== at
      ? item
      : typeof item === 'object' && item !== null
        ? mutateObject(item, random)
        : otherValue(item, random),
  );
}

/** A copy with bytes cut out, doubled, swapped or put in. */
export function mutateText(text: string, random: Random): string {
  let changed = text;
  for (let left = 1 + random.below(4); left > 0; left -= 1) {
    const from = random.below(changed.length + 1);
    const to = Math.min(changed.length, from + random.below(20));
    const piece = changed.slice(from, to);
    const put = random.pick([
      '',
      piece.repeat(2),
      random.pick(TEXTS),
      '\n',
      '\t',
      ' ',
      String(random.pick(NUMBERS)),
    ]);
    changed = changed.slice(0, from) + put + changed.slice(to);
  }
  return changed;
}
