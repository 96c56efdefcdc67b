import type { Clock } from '../../../electron/gateway/foundation/clock.ts';

/** The clock of the computer as somebody sets it: an injected wall clock over the real monotonic one. */
export function setClock(): { readonly state: { aheadMs: number; looks: number }; readonly clock: Clock } {
  const state = { aheadMs: 0, looks: 0 };
  const clock: Clock = {
    now: () => {
      state.looks += 1;
      return Date.now() + state.aheadMs;
    },
    monotonic: () => performance.now(),
  };
  return { state, clock };
}
