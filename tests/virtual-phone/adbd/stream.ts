/**
 * One stream inside an ADB transport, as a Duplex. One WRTE may be under way in each direction; a host that sends the
 * next one before our OKAY breaks the protocol. There is no half-close: whichever side ends, the stream is over.
 */
import { Duplex } from 'node:stream';
import { Command } from './packet.ts';

/** What a stream needs from its transport. */
export interface StreamLink {
  readonly maxPayload: number;
  send(command: number, arg0: number, arg1: number, payload?: Buffer): void;
  /** The stream is over; its id may be used again. */
  forget(localId: number): void;
}

export class AdbStream extends Duplex {
  readonly localId: number;
  readonly service: string;
  readonly #link: StreamLink;
  #remoteId: number;
  #owesOkay = false;
  #isClosed = false;
  /** Continues the write that waits for the host's OKAY. */
  #onOkay: (() => void) | undefined;
  /** What a write must wait for: the host's OKAY to OPEN (remote id known) or to the last WRTE. */
  #isReady: boolean;

  constructor(link: StreamLink, ids: { localId: number; remoteId: number }, service: string) {
    super({ allowHalfOpen: false, highWaterMark: 256 * 1024 });
    this.#link = link;
    this.localId = ids.localId;
    this.#remoteId = ids.remoteId;
    this.#isReady = ids.remoteId !== 0;
    this.service = service;
  }

  get remoteId(): number {
    return this.#remoteId;
  }

  /** The host took the OPEN or the last WRTE. */
  hostOkay(remoteId: number): void {
    if (this.#remoteId === 0) this.#remoteId = remoteId;
    this.#isReady = true;
    this.#goOn();
  }

  /** The host sent data. Answers whether it was allowed to. */
  hostWrite(payload: Buffer): boolean {
    if (this.#owesOkay) return false;
    if (this.#isClosed) return true;
    this.#owesOkay = true;
    // An empty chunk would not ask for more.
    if (payload.length === 0 || this.push(payload)) this.#sendOkay();
    return true;
  }

  /**
   * The host closed the stream, refused to open it, or the cable is gone: what came stays readable, then it ends.
   * What is written from now on is lost, as TCP loses what is written to a closed peer.
   */
  hostClose(): void {
    this.#finish(false);
    this.push(null);
    this.#goOn();
  }

  override _read(): void {
    if (this.#owesOkay) this.#sendOkay();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#writeFrom(chunk, 0, done);
  }

  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#writeFrom(Buffer.concat(chunks.map(({ chunk }) => chunk)), 0, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#isReady && !this.#isClosed) {
      // adbd learns of the end only when it reads again, which is after the host's OKAY.
      this.#onOkay = () => this._final(done);
      return;
    }
    this.#finish(true);
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#finish(true);
    this.#goOn();
    done(error);
  }

  /** Lets the write (or the end) go on that waited for the host. */
  #goOn(): void {
    const waiting = this.#onOkay;
    this.#onOkay = undefined;
    waiting?.();
  }

  #writeFrom(bytes: Buffer, from: number, done: (error?: Error | null) => void): void {
    if (this.#isClosed || from >= bytes.length) {
      done();
    } else if (!this.#isReady) {
      this.#onOkay = () => this.#writeFrom(bytes, from, done);
    } else {
      const end = Math.min(from + this.#link.maxPayload, bytes.length);
      this.#isReady = false;
      this.#link.send(Command.WRTE, this.localId, this.#remoteId, bytes.subarray(from, end));
      if (end >= bytes.length) done();
      else this.#onOkay = () => this.#writeFrom(bytes, end, done);
    }
  }

  #sendOkay(): void {
    this.#owesOkay = false;
    if (!this.#isClosed) this.#link.send(Command.OKAY, this.localId, this.#remoteId);
  }

  #finish(tellHost: boolean): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#link.forget(this.localId);
    // Without a remote id the host cannot know the stream yet; its late OKAY is answered by CLSE.
    if (tellHost && this.#remoteId !== 0) this.#link.send(Command.CLSE, this.localId, this.#remoteId);
  }
}
