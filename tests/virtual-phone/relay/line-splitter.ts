/** Cuts a byte stream into lines; says when a line is longer than the link allows. */
export class LineSplitter {
  readonly #maxBytes: number;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that this chunk completes; null when one is too long. */
  push(chunk: Buffer): string[] | null {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end);
      if (this.#heldBytes + piece.length + 1 > this.#maxBytes) return null;
      lines.push(this.#heldBytes === 0 ? piece.toString('utf8') : this.#join(piece));
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#held.push(chunk.subarray(start));
      this.#heldBytes += chunk.length - start;
      if (this.#heldBytes + 1 > this.#maxBytes) return null;
    }
    return lines;
  }

  #join(last: Buffer): string {
    const line = Buffer.concat([...this.#held, last]).toString('utf8');
    this.#held = [];
    this.#heldBytes = 0;
    return line;
  }
}
