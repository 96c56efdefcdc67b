/** The n-th rest in a row (1-based): twice as long each time, up to a cap. Milliseconds. */
export function growingRest(firstMs: number, n: number, capMs: number): number {
  return Math.min(capMs, firstMs * 2 ** Math.max(0, n - 1));
}
