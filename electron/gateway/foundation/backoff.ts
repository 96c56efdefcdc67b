export interface BackoffRule {
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** 0.2 spreads a delay by ±20 %. */
  readonly jitter: number;
}

/** The wait before try `n` (1-based). `random` is between 0 and 1. */
export function backoffMs(rule: BackoffRule, n: number, random: number): number {
  const plain = Math.min(rule.maxMs, rule.firstMs * rule.factor ** Math.max(0, n - 1));
  return Math.round(plain * (1 + rule.jitter * (2 * random - 1)));
}
