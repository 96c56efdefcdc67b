/** What a soak concludes from its samples: least-squares slopes and peaks after the warm-up, held against bounds. */

export interface Sample {
  /** Seconds since the load began. */
  readonly atSeconds: number;
  /** Resident memory of the gateway, MiB. */
  readonly residentMb: number;
  /** Open file descriptors of the gateway. */
  readonly handles: number;
  /** The write-ahead log, MiB. */
  readonly walMb: number;
  /** Messages accepted and not yet sent: waiting, or at a phone. */
  readonly backlog: number;
}

export type Quantity = Exclude<keyof Sample, 'atSeconds'>;

/** Null: not bounded. */
export interface Bound {
  readonly quantity: Quantity;
  readonly unit: string;
  readonly growthPer10Minutes: number | null;
  readonly peak: number | null;
}

export interface Finding {
  readonly bound: Bound;
  readonly first: number;
  readonly last: number;
  readonly peak: number;
  readonly slopePerHour: number;
  /** What the slope adds from the first judged sample to the last. */
  readonly growth: number;
  /** The most that `growth` may be; null when the growth is not bounded. */
  readonly allowedGrowth: number | null;
  readonly isWithin: boolean;
}

const ALLOWANCE_SECONDS = 600;
const WARM_UP_SHARE = 0.25;

/** The samples that count: those after the first quarter of the time, while heap, caches and WAL take their size. */
export function afterWarmUp(samples: readonly Sample[]): readonly Sample[] {
  const endsAt = samples.at(-1)?.atSeconds ?? 0;
  return samples.filter(({ atSeconds }) => atSeconds >= endsAt * WARM_UP_SHARE);
}

/** Slope of the least-squares line, per unit of `x`. Throws unless there are two different `x`. */
export function slopeOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (pick: (point: { readonly x: number; readonly y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) throw new Error('A slope needs samples of two different moments.');
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/**
 * Judges one quantity over the samples given, all of which count. Growth is allowed in proportion to the time, but a
 * time under ten minutes has the allowance of ten: over less, the sawtooth of a garbage collector alone has a slope.
 */
export function judge(samples: readonly Sample[], bound: Bound): Finding {
  const values = samples.map((sample) => sample[bound.quantity]);
  const slope = slopeOf(samples.map((sample) => ({ x: sample.atSeconds, y: sample[bound.quantity] })));
  const seconds = (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0);
  const growth = slope * seconds;
  const peak = Math.max(...values);
  const allowedGrowth =
    bound.growthPer10Minutes === null
      ? null
      : bound.growthPer10Minutes * Math.max(1, seconds / ALLOWANCE_SECONDS);
  return {
    bound,
    first: values[0] ?? NaN,
    last: values.at(-1) ?? NaN,
    peak,
    slopePerHour: slope * 3600,
    growth,
    allowedGrowth,
    isWithin:
      (allowedGrowth === null || growth <= allowedGrowth) && (bound.peak === null || peak <= bound.peak),
  };
}
