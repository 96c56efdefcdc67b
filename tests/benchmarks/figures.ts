/** The figures to reach, and how a measured value is judged. Goals and floors are the project's quality table. */

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  readonly goal: number;
  /** The value that `--check` insists on. */
  readonly floor: number;
}

export interface Measurement {
  readonly figure: Figure;
  /** Null when it could not be measured; `note` says why. */
  readonly value: number | null;
  readonly note: string;
}

export type Verdict = 'goal' | 'floor' | 'short' | 'not measured';

const figure = (
  name: string,
  unit: string,
  better: Figure['better'],
  goal: number,
  floor: number,
): Figure => ({ name, unit, better, goal, floor });

export const figures = {
  acceptRatio: figure('accept: POST /v1/messages against a bare echo', 'ratio', 'higher', 0.6, 0.35),
  acceptP99: figure('accept p99 at half of that load', 'ms', 'lower', 20, 50),
  bulk: figure('bulk of 10,000 accepted', 'ms', 'lower', 1000, 3000),
  handoverP50: figure('accepted → send frame at the phone, p50', 'ms', 'lower', 10, 100),
  handoverP99: figure('accepted → send frame at the phone, p99', 'ms', 'lower', 50, 100),
  drain: figure('drain: 20 load phones, without webhooks', 'msg/s', 'higher', 3000, 800),
  claimP99: figure('claim of one message, 1,000,000 waiting, p99', 'ms', 'lower', 1, 5),
  claimLanesP99: figure('the same in 5,000 lanes, p99', 'ms', 'lower', 1, 5),
  claimFlat: figure('claim with 1,000,000 waiting against 1,000', 'ratio', 'lower', 1.5, 5),
  listsP99: figure('lists, filters and searches, the slowest p99', 'ms', 'lower', 20, 60),
  acceptBeside: figure('accept p99 while lists are read', 'ms', 'lower', 20, 50),
  fullStart: figure('gateway start, full database', 'ms', 'lower', 600, 1000),
  backlogStart: figure('gateway start, 100,000 waiting', 'ms', 'lower', 600, 1000),
  firstStart: figure('gateway start, fresh data directory', 'ms', 'lower', 300, 1000),
  emptyStart: figure('gateway start, empty database', 'ms', 'lower', 300, 1000),
  idleMemory: figure('memory of the headless gateway, idle', 'MB', 'lower', 80, 110),
  loadMemory: figure('memory of the headless gateway, under load', 'MB', 'lower', 180, 260),
} as const satisfies Record<string, Figure>;

/** How a value stands against goal and floor; a value equal to either reaches it. */
export function judge({ figure: { better, goal, floor }, value }: Measurement): Verdict {
  if (value === null) return 'not measured';
  const reaches = (line: number) => (better === 'higher' ? value >= line : value <= line);
  if (reaches(goal)) return 'goal';
  return reaches(floor) ? 'floor' : 'short';
}

/** True when `--check` may pass: every figure measured, none under its floor. */
export function allReachFloor(measurements: readonly Measurement[]): boolean {
  return measurements.every((measurement) => ['goal', 'floor'].includes(judge(measurement)));
}

/** The table that a person reads. */
export function formatTable(measurements: readonly Measurement[]): string {
  const header = ['what', 'measured', 'goal', 'floor', 'reaches', 'note'];
  const rows = measurements.map((measurement) => {
    const { figure: of, value, note } = measurement;
    const sign = of.better === 'higher' ? '≥' : '≤';
    return [
      of.name,
      value === null ? '—' : `${formatValue(value)} ${of.unit}`,
      `${sign} ${of.goal}`,
      `${sign} ${of.floor}`,
      judge(measurement),
      note,
    ];
  });
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => (cells[column] ?? '').length)),
  );
  return [header, ...rows]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function formatValue(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
