/** Which SIM takes the next message. Pure: the longest idle one that has room, so that phones share the work. */
export interface Candidate {
  readonly simId: string;
  readonly deviceId: string;
  readonly mode: string;
  readonly isInService: boolean;
  readonly slots: number;
  readonly partsLeft: number;
  /** Parts that it may ever send in a minute; infinite without a limit. */
  readonly partsPerMinute: number;
  /** When it last took a message, milliseconds since 1970. */
  readonly lastUsedAt: number;
  readonly restsUntil: number;
}

export interface Wanted {
  readonly mode: string;
  readonly deviceId: string | null;
  readonly simId: string | null;
  readonly parts: number;
  /** The SIM of the attempt before: others first. */
  readonly avoidSimId: string | null;
}

export type Choice<C> =
  | { readonly kind: 'sim'; readonly sim: C }
  | { readonly kind: 'none'; readonly reason: 'no_device' | 'sim_out_of_service' | 'pacing' | 'busy' };

/**
 * Whether the minute has room for it. A text larger than the minute of every phone would wait for ever: it is
 * handed to an idle one, which refuses it as too long.
 */
function fits(candidate: Candidate, parts: number, isTooLongForAll: boolean): boolean {
  return candidate.partsLeft >= (isTooLongForAll ? candidate.partsPerMinute : parts);
}

export function chooseSim<C extends Candidate>(
  wanted: Wanted,
  candidates: readonly C[],
  now: number,
): Choice<C> {
  const allowed = candidates.filter(
    (candidate) =>
      candidate.mode === wanted.mode &&
      (wanted.deviceId === null || candidate.deviceId === wanted.deviceId) &&
      (wanted.simId === null || candidate.simId === wanted.simId),
  );
  if (allowed.length === 0) return { kind: 'none', reason: 'no_device' };
  const inService = allowed.filter((candidate) => candidate.isInService);
  if (inService.length === 0) return { kind: 'none', reason: 'sim_out_of_service' };
  const isTooLongForAll = inService.every((candidate) => candidate.partsPerMinute < wanted.parts);
  const paced = inService.filter(
    (candidate) => candidate.restsUntil <= now && fits(candidate, wanted.parts, isTooLongForAll),
  );
  if (paced.length === 0) return { kind: 'none', reason: 'pacing' };
  const free = paced.filter((candidate) => candidate.slots > 0);
  if (free.length === 0) return { kind: 'none', reason: 'busy' };
  const others = free.filter((candidate) => candidate.simId !== wanted.avoidSimId);
  const pool = others.length > 0 ? others : free;
  let best = pool[0];
  for (const candidate of pool) {
    if (best === undefined || candidate.lastUsedAt < best.lastUsedAt) best = candidate;
  }
  return best === undefined ? { kind: 'none', reason: 'busy' } : { kind: 'sim', sim: best };
}
