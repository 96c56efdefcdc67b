/** The files of a virtual phone, in memory. */

interface PhoneFile {
  readonly data: Buffer;
  /** Permission bits with the file type, as in st_mode. */
  readonly mode: number;
  /** Unix seconds. */
  readonly modifiedAt: number;
}

export interface FileInfo {
  readonly mode: number;
  readonly size: number;
  readonly modifiedAt: number;
}

const FILE_TYPE = 0o100000;
const DIRECTORY_MODE = 0o040771;

export class FileStore {
  readonly #files = new Map<string, PhoneFile>();
  /** Bytes that still fit; less than a push needs makes it fail with "No space left on device". */
  freeBytes = 32 * 1024 ** 3;

  /** Stores a file. False when the phone is full. */
  write(path: string, data: Buffer, { mode = 0o644, modifiedAt = 0 } = {}): boolean {
    const before = this.#files.get(path)?.data.length ?? 0;
    if (data.length - before > this.freeBytes) return false;
    this.freeBytes -= data.length - before;
    this.#files.set(path, { data, mode: (mode & 0o7777) | FILE_TYPE, modifiedAt });
    return true;
  }

  read(path: string): PhoneFile | undefined {
    return this.#files.get(path);
  }

  remove(path: string): boolean {
    this.freeBytes += this.#files.get(path)?.data.length ?? 0;
    return this.#files.delete(path);
  }

  /** Facts about a file or directory; undefined when there is none. */
  stat(path: string): FileInfo | undefined {
    const file = this.#files.get(path);
    if (file !== undefined) return { mode: file.mode, size: file.data.length, modifiedAt: file.modifiedAt };
    const isDirectory = this.#isKnownDirectory(path);
    return isDirectory ? { mode: DIRECTORY_MODE, size: 4096, modifiedAt: 0 } : undefined;
  }

  /** Names directly in a directory. */
  list(directory: string): readonly string[] {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    const inside = [...this.#files.keys()].filter((path) => path.startsWith(prefix));
    return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0] ?? ''))];
  }

  #isKnownDirectory(path: string): boolean {
    const plain = path.replace(/\/+$/, '') || '/';
    const always = ['/', '/data', '/data/local', '/data/local/tmp', '/sdcard'];
    return always.includes(plain) || this.list(plain).length > 0;
  }
}
