/** The `sync:` service: push, pull, stat and list (AOSP docs/dev/sync.md), without the compressed v2 transfers. */
import { type FileInfo, type FileStore } from './file-store.ts';
import { type AdbStream } from './stream.ts';

const HEADER_BYTES = 8;
const MAX_CHUNK = 64 * 1024;
const ENOENT = 2;

/** Serves one sync stream until QUIT or until the host closes it. Requests that make no sense close it. */
export function serveSync(stream: AdbStream, files: FileStore): void {
  const session = new SyncSession(stream, files);
  stream.on('data', (chunk: Buffer) => session.receive(chunk));
}

interface Upload {
  readonly path: string;
  readonly mode: number;
  readonly chunks: Buffer[];
  bytes: number;
}

class SyncSession {
  readonly #stream: AdbStream;
  readonly #files: FileStore;
  #unread: Buffer = Buffer.alloc(0);
  #upload: Upload | undefined;

  constructor(stream: AdbStream, files: FileStore) {
    this.#stream = stream;
    this.#files = files;
  }

  receive(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    while (this.#unread.length >= HEADER_BYTES && !this.#stream.destroyed) {
      const id = this.#unread.toString('latin1', 0, 4);
      const value = this.#unread.readUInt32LE(4);
      // DONE carries a time instead of a length.
      const length = id === 'DONE' || id === 'QUIT' ? 0 : value;
      if (length > MAX_CHUNK) {
        this.#refuse(`${id} of ${length} bytes is too long`);
        return;
      }
      if (this.#unread.length < HEADER_BYTES + length) return;
      const body = Buffer.from(this.#unread.subarray(HEADER_BYTES, HEADER_BYTES + length));
      this.#unread = this.#unread.subarray(HEADER_BYTES + length);
      this.#handle(id, value, body);
    }
  }

  #handle(id: string, value: number, body: Buffer): void {
    if (this.#upload !== undefined) {
      this.#continueUpload(this.#upload, id, value, body);
      return;
    }
    const path = body.toString('utf8');
    switch (id) {
      case 'SEND': {
        this.#startUpload(path);
        return;
      }
      case 'RECV': {
        this.#download(path);
        return;
      }
      case 'STAT': {
        this.#put('STAT', statV1(this.#files.stat(path)));
        return;
      }
      case 'STA2':
      case 'LST2': {
        this.#put(id, statV2(this.#files.stat(path)));
        return;
      }
      case 'LIST': {
        this.#list(path);
        return;
      }
      case 'QUIT':
        this.#stream.end();
        return;
      default: {
        this.#refuse(`unknown command ${id}`);
        return;
      }
    }
  }

  #startUpload(request: string): void {
    const comma = request.lastIndexOf(',');
    if (comma < 1) {
      this.#refuse('missing mode in SEND');
      return;
    }
    const mode = Number.parseInt(request.slice(comma + 1), 10);
    this.#upload = { path: request.slice(0, comma), mode, chunks: [], bytes: 0 };
  }

  #continueUpload(upload: Upload, id: string, value: number, body: Buffer): void {
    if (id === 'DATA') {
      upload.bytes += body.length;
      // A full phone is told at the end; until then what does not fit is thrown away.
      if (upload.bytes <= this.#files.freeBytes) upload.chunks.push(body);
    } else if (id === 'DONE') {
      this.#upload = undefined;
      const data = Buffer.concat(upload.chunks);
      const fits = data.length === upload.bytes;
      const { path, mode } = upload;
      if (fits && this.#files.write(path, data, { mode, modifiedAt: value })) this.#put('OKAY', u32(0));
      else this.#fail('write failed: No space left on device');
    } else {
      this.#refuse(`invalid data message ${id}`);
    }
  }

  #download(path: string): void {
    const file = this.#files.read(path);
    if (file === undefined) {
      this.#fail('open failed: No such file or directory');
      return;
    }
    for (let at = 0; at < file.data.length; at += MAX_CHUNK) {
      const piece = file.data.subarray(at, at + MAX_CHUNK);
      this.#put('DATA', Buffer.concat([u32(piece.length), piece]));
    }
    this.#put('DONE', u32(0));
  }

  #list(directory: string): void {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    for (const name of this.#files.list(directory)) {
      const bytes = Buffer.from(name);
      const facts = statV1(this.#files.stat(prefix + name));
      this.#put('DENT', Buffer.concat([facts, u32(bytes.length), bytes]));
    }
    this.#put('DONE', Buffer.alloc(16));
  }

  #put(id: string, body: Buffer): void {
    this.#stream.write(Buffer.concat([Buffer.from(id, 'latin1'), body]));
  }

  #fail(why: string): void {
    const message = Buffer.from(why);
    this.#put('FAIL', Buffer.concat([u32(message.length), message]));
  }

  #refuse(why: string): void {
    this.#fail(why);
    this.#stream.end();
    this.#unread = Buffer.alloc(0);
  }
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** mode, size, time; all zero when there is no such file. */
function statV1(info: FileInfo | undefined): Buffer {
  return Buffer.concat([u32(info?.mode ?? 0), u32(info?.size ?? 0), u32(info?.modifiedAt ?? 0)]);
}

/** error, dev, ino, mode, nlink, uid, gid, size, atime, mtime, ctime: 68 bytes after the id. */
function statV2(info: FileInfo | undefined): Buffer {
  const bytes = Buffer.alloc(68);
  if (info === undefined) {
    bytes.writeUInt32LE(ENOENT, 0);
    return bytes;
  }
  bytes.writeUInt32LE(info.mode, 20);
  bytes.writeUInt32LE(1, 24);
  bytes.writeUInt32LE(2000, 28);
  bytes.writeUInt32LE(2000, 32);
  bytes.writeBigUInt64LE(BigInt(info.size), 36);
  for (const offset of [44, 52, 60]) bytes.writeBigInt64LE(BigInt(info.modifiedAt), offset);
  return bytes;
}
