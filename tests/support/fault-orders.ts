/** What a test may tell `faulty-gateway.ts`. */
import type { FaultPoint } from '../../electron/gateway/foundation/fault-points.ts';

export type FaultOrder =
  /** kill -9 at the place, after it was passed so many times; null takes the order back. */
  | { readonly kill: FaultPoint | null; readonly after?: number }
  /** So long each transaction waits for the disk. */
  | { readonly slowDiskMs: number }
  /** How far the computer's clock is from the right time. */
  | { readonly clockAheadMs: number };

/** What the clock shows from the start of the process on. */
export const CLOCK_VARIABLE = 'RELAYDESK_TEST_CLOCK_AHEAD_MS';
