import { randomFillSync } from 'node:crypto';
import { encodeUlid, type IdPrefix } from '../../shared/ids.ts';

const POOL_BYTES = 4096;
const ID_BYTES = 10;
const pool = { bytes: new Uint8Array(POOL_BYTES), used: POOL_BYTES };

function takeRandom(): Uint8Array {
  if (pool.used + ID_BYTES > POOL_BYTES) {
    randomFillSync(pool.bytes);
    pool.used = 0;
  }
  const taken = pool.bytes.subarray(pool.used, pool.used + ID_BYTES);
  pool.used += ID_BYTES;
  return taken;
}

/**
 * Makes a fresh id. Random bytes come from the operating system, drawn 4 KiB at a time because one call
 * an id costs more than the rest of accepting a message.
 */
export function newId(prefix: IdPrefix, timeMs: number): string {
  return `${prefix}_${encodeUlid(timeMs, takeRandom())}`;
}
