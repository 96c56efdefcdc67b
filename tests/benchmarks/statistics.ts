/** The few numbers that the benchmarks report. */

/** The value below which `share` (0 to 1) of the sample lies, by nearest rank. Throws on an empty sample. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('No sample to take a percentile of.');
  return value;
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(sample: readonly number[]): number {
  const half = sample.length / 2;
  return Number.isInteger(half)
    ? (percentile(sample, 0.5) + percentile(sample, (half + 1) / sample.length)) / 2
    : percentile(sample, 0.5);
}

/** Median of pairwise ratios: what a noisy machine does to one round it does to both of the pair. */
export function medianRatio(pairs: readonly { readonly ours: number; readonly reference: number }[]): number {
  return median(pairs.map(({ ours, reference }) => ours / reference));
}
