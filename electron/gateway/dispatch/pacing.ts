const WINDOW_MS = 60_000;

/** Counts the parts that a phone was handed in any sliding 60 seconds. The phone itself has the last word. */
export interface Pacing {
  /** Parts that may still go now; infinite without a limit. */
  left(limit: number | null, now: number): number;
  record(parts: number, now: number): void;
  /** When at least one part may go again, if none may now. */
  freeAt(limit: number | null, now: number): number | null;
}

export function createPacing(
  earlier: readonly { readonly at: number; readonly parts: number }[] = [],
): Pacing {
  let used = [...earlier];
  const forget = (now: number): void => {
    if (used.length > 0 && (used[0]?.at ?? now) <= now - WINDOW_MS) {
      used = used.filter((entry) => entry.at > now - WINDOW_MS);
    }
  };
  const usedParts = (now: number): number => {
    forget(now);
    return used.reduce((sum, entry) => sum + entry.parts, 0);
  };
  return {
    left: (limit, now) => (limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit - usedParts(now))),
    record: (parts, now) => {
      used.push({ at: now, parts });
    },
    freeAt: (limit, now) => {
      if (limit === null || usedParts(now) < limit) return null;
      return (used[0]?.at ?? now) + WINDOW_MS;
    },
  };
}
