import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The journal cannot be read or written; a phone without its ledger must not send. */
export class JournalError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'JournalError';
  }
}

export interface JournalOptions {
  readonly path: string;
  /** Above this size the journal is rewritten as a snapshot. */
  readonly maxBytes: number;
  /** The lines that say all that is true now, what was appended last included. */
  snapshot(): Iterable<string>;
}

interface PendingLine {
  readonly line: string;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * An append-only file of lines. A line counts once it has reached the disk; what is appended while the disk
 * is busy shares the next flush. After the first failure every further append fails: memory is ahead of the
 * file then, and must be read back.
 */
export class Journal {
  readonly #options: JournalOptions;
  #file: FileHandle;
  #bytes: number;
  #pending: PendingLine[] = [];
  #writing: Promise<void> | null = null;
  #failure: JournalError | null = null;

  private constructor(options: JournalOptions, file: FileHandle, bytes: number) {
    this.#options = options;
    this.#file = file;
    this.#bytes = bytes;
  }

  /** The complete lines of the file; a last line without its end never counted, and is left out. */
  static async read(path: string): Promise<string[]> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw new JournalError(`The ledger of the demo phone can't be read: ${path}`, error);
    }
    return text.split('\n').slice(0, -1);
  }

  /** Replaces the file by a snapshot and opens it for appending. */
  static async open(options: JournalOptions): Promise<Journal> {
    const { file, bytes } = await writeSnapshot(options);
    return new Journal(options, file, bytes);
  }

  /** Resolves when the line is on the disk. Lines get there in the order of the calls. */
  append(line: string): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#pending.push({
      line,
      resolve: () => {
        resolve(undefined);
      },
      reject,
    });
    this.#writing ??= this.#writeAll();
    return promise;
  }

  /** Resolves when all that was appended is on the disk, or has failed, and the file is closed. */
  async close(): Promise<void> {
    await this.#writing;
    this.#failure ??= new JournalError('the ledger of the demo phone is closed');
    await this.#file.close();
  }

  /** Never rejects: each line's own promise says how it went. */
  async #writeAll(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#write(batch);
        for (const each of batch) each.resolve();
      } catch (error) {
        this.#failure = new JournalError("the ledger of the demo phone can't be written", error);
        for (const each of [...batch, ...this.#pending]) each.reject(this.#failure);
        this.#pending = [];
      }
    }
    this.#writing = null;
  }

  async #write(batch: readonly PendingLine[]): Promise<void> {
    const text = batch.map(({ line }) => `${line}\n`).join('');
    if (this.#bytes + text.length > this.#options.maxBytes && this.#bytes > 0) {
      // The snapshot holds what these lines say: a line is applied in memory before it is appended.
      await this.#file.close();
      ({ file: this.#file, bytes: this.#bytes } = await writeSnapshot(this.#options));
      return;
    }
    await this.#file.appendFile(text);
    await this.#file.datasync();
    this.#bytes += Buffer.byteLength(text);
  }
}

async function writeSnapshot(options: JournalOptions): Promise<{ file: FileHandle; bytes: number }> {
  const { path } = options;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const text = [...options.snapshot()].map((line) => `${line}\n`).join('');
  const next = await open(`${path}.next`, 'w', 0o600);
  try {
    await next.writeFile(text);
    await next.sync();
  } finally {
    await next.close();
  }
  await rename(`${path}.next`, path);
  await syncDirectory(dirname(path));
  return { file: await open(path, 'a', 0o600), bytes: Buffer.byteLength(text) };
}

async function syncDirectory(path: string): Promise<void> {
  // Windows can't open a directory; there the rename itself is journalled by NTFS.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
