import { adbTarget } from './adb-target.ts';
import { httpTarget } from './http-target.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { linkTarget } from './link-target.ts';

/** By the name that `npm run fuzz -- --target NAME` takes. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [linkTarget, adbTarget, httpTarget];
