import type { AdbSide } from './gateway-adb.ts';

/** Stands where ADB is switched off. */
export const NO_ADB_SIDE: AdbSide = {
  start: () => undefined,
  stop: () => Promise.resolve(),
  view: () => ({ available: false, message: 'ADB is switched off (--no-adb).', fix: null }),
  phones: () => [],
  provision: () => '',
  run: () => undefined,
};
