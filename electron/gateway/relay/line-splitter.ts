import { isUtf8 } from 'node:buffer';

const LF = 10;

/** The lines one read completed; after `problem` the connection must be cut. */
interface SplitLines {
  readonly lines: readonly string[];
  readonly problem: string | null;
}

/**
 * Cuts a byte stream into lines of UTF-8. A line longer than the cap (its LF counted) or not in UTF-8 is a
 * problem, and the splitter is of no use afterwards; the lines before it are still good.
 */
export class LineSplitter {
  readonly #maxBytes: number;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): SplitLines {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      if (this.#heldBytes + end - start + 1 > this.#maxBytes) return { lines, problem: 'a line is too long' };
      const bytes = this.#take(chunk.subarray(start, end));
      if (!isUtf8(bytes)) return { lines, problem: 'a line is not UTF-8' };
      lines.push(bytes.toString('utf8'));
      start = end + 1;
    }
    const rest = chunk.length - start;
    // The line still lacks its LF: at the cap there is no room left for it.
    if (this.#heldBytes + rest >= this.#maxBytes) return { lines, problem: 'a line is too long' };
    if (rest > 0) {
      this.#held.push(chunk.subarray(start));
      this.#heldBytes += rest;
    }
    return { lines, problem: null };
  }

  #take(tail: Buffer): Buffer {
    if (this.#heldBytes === 0) return tail;
    const whole = Buffer.concat([...this.#held, tail]);
    this.#held = [];
    this.#heldBytes = 0;
    return whole;
  }
}
