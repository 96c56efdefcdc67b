/**
 * Whether the log of a database (SQLite's WAL) can be read to its end. SQLite itself takes the first frame that is wrong
 * for the end, as after a power cut, and drops what follows: texts that were accepted would be gone without a word.
 * The form of the file: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import { closeSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** Checksums over little-endian words, as every computer of today writes them. */
const LITTLE_ENDIAN_MAGIC = 0x377f0682;

/** Two running sums over pairs of words. */
interface Sums {
  readonly s0: number;
  readonly s1: number;
}

const ZERO: Sums = { s0: 0, s1: 0 };

/** Goes on from `sums` over words `from` to `until`, an even number of them. */
function sumOver(words: Uint32Array, from: number, until: number, sums: Sums): Sums {
  let { s0, s1 } = sums;
  for (let at = from; at < until; at += 2) {
    s0 = (s0 + (words[at] ?? 0) + s1) >>> 0;
    s1 = (s1 + (words[at + 1] ?? 0) + s0) >>> 0;
  }
  return { s0, s1 };
}

const isSame = (one: Sums, other: Sums): boolean => one.s0 === other.s0 && one.s1 === other.s1;

/** The sums as they are written behind what they cover. */
const sumsAt = (bytes: DataView, at: number): Sums => ({
  s0: bytes.getUint32(at),
  s1: bytes.getUint32(at + 4),
});

/**
 * False where commits follow a frame that can not be read. A transaction that the power cut short ends the log as well,
 * and one that failed may leave its frames behind; neither has a second commit after it in one chain of checksums, since
 * a commit is synced before the next is written. To be called while nobody writes to the database.
 */
export function isLogSound(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return true;
    throw error;
  }
  try {
    return isSound(file);
  } finally {
    closeSync(file);
  }
}

function isSound(file: number): boolean {
  const buffer = new ArrayBuffer(HEADER_BYTES);
  const header = new DataView(buffer);
  if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return true;
  const words = new Uint32Array(buffer);
  // Made and not yet written: the power went before the first commit.
  if (words.every((word) => word === 0)) return true;
  const sums = sumOver(words, 0, 6, ZERO);
  if (!isSame(sums, sumsAt(header, 24))) return false;
  if (header.getUint32(0) !== LITTLE_ENDIAN_MAGIC) return true;
  return areFramesSound(file, header, sums);
}

function areFramesSound(file: number, header: DataView, start: Sums): boolean {
  const frameBytes = FRAME_HEADER_BYTES + header.getUint32(8);
  const buffer = new ArrayBuffer(frameBytes);
  const frame = new DataView(buffer);
  const words = new Uint32Array(buffer);
  const isOfThisLog = (): boolean =>
    frame.getUint32(8) === header.getUint32(16) && frame.getUint32(12) === header.getUint32(20);
  let before = start;
  let isBroken = false;
  let commits = 0;
  for (let at = HEADER_BYTES; readSync(file, frame, 0, frameBytes, at) === frameBytes; at += frameBytes) {
    const written = sumsAt(frame, 16);
    const sums = sumOver(words, FRAME_HEADER_BYTES / 4, frameBytes / 4, sumOver(words, 0, 2, before));
    const isNext = isOfThisLog() && isSame(sums, written);
    before = written;
    if (!isNext) {
      isBroken = true;
      commits = 0;
    } else if (isBroken && frame.getUint32(4) !== 0) {
      commits += 1;
      if (commits > 1) return false;
    }
  }
  return true;
}
