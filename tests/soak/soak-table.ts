/** The bounds of a soak, and how a person reads what was found. */
import type { Bound, Finding, Quantity, Sample } from './slopes.ts';

const names: Readonly<Record<Quantity, string>> = {
  residentMb: 'memory',
  handles: 'handles',
  walMb: 'write-ahead log',
  backlog: 'backlog',
};

/** Why each is what it is: README.md of this folder. */
export const bounds: readonly Bound[] = [
  { quantity: 'residentMb', unit: 'MB', growthPer10Minutes: 5, peak: null },
  { quantity: 'handles', unit: '', growthPer10Minutes: 1, peak: null },
  { quantity: 'walMb', unit: 'MB', growthPer10Minutes: null, peak: 64 },
  { quantity: 'backlog', unit: '', growthPer10Minutes: 6_000, peak: null },
];

const cells = (values: readonly string[]): string => values.map((value) => value.padStart(10)).join('');

export const sampleHeader = cells(['seconds', 'memory MB', 'handles', 'WAL MB', 'backlog']);

/** One line for one sample, under `sampleHeader`. */
export function sampleLine({ atSeconds, residentMb, handles, walMb, backlog }: Sample): string {
  return cells([
    atSeconds.toFixed(0),
    residentMb.toFixed(1),
    String(handles),
    walMb.toFixed(1),
    String(backlog),
  ]);
}

/** One line for each quantity: from, to, peak, slope, what was allowed, and whether it kept to it. */
export function findingLine(finding: Finding): string {
  const { bound, first, last, peak, slopePerHour, growth, allowedGrowth, isWithin } = finding;
  const number = (value: number) => `${value.toFixed(1)}${bound.unit === '' ? '' : ` ${bound.unit}`}`;
  const limits = [
    ...(allowedGrowth === null ? [] : [`growth ${number(growth)} of ${number(allowedGrowth)} allowed`]),
    ...(bound.peak === null ? [] : [`peak of ${number(bound.peak)} allowed`]),
  ];
  return (
    `${names[bound.quantity].padEnd(16)} ${isWithin ? 'holds' : 'FAILS'}  ${number(first)} → ${number(last)}, ` +
    `peak ${number(peak)}, slope ${number(slopePerHour)} per hour; ${limits.join(', ')}`
  );
}
