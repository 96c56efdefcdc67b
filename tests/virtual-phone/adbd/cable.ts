/**
 * The phone's end of reversed connections: what an app on the phone gets when it dials a port that `adb reverse`
 * listens on. Bytes of existing connections can be held back in either direction and delivered later, also after the
 * app closed its end or the gateway died, as a stalled cable or a full socket buffer does.
 */
import { Duplex } from 'node:stream';
import { type AdbStream } from './stream.ts';

/** Which way bytes are held: what the phone sends, or what the PC sends. */
type Direction = 'to_pc' | 'to_phone';

export class PhoneSocket extends Duplex {
  readonly #stream: AdbStream;
  #held: Record<Direction, (Buffer | 'end')[] | undefined> = { to_pc: undefined, to_phone: undefined };

  constructor(stream: AdbStream) {
    super({ allowHalfOpen: false });
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => this.#fromPc(chunk));
    stream.once('end', () => this.#fromPc('end'));
    stream.once('error', (error) => this.destroy(error));
    stream.once('close', () => this.#fromPc('end'));
  }

  /** From now on bytes in this direction wait. */
  hold(direction: Direction): void {
    this.#held[direction] ??= [];
  }

  /** Delivers what waited, in order, and lets the rest through. Answers how many bytes waited. */
  release(direction: Direction): number {
    const waiting = this.#held[direction] ?? [];
    this.#held[direction] = undefined;
    let bytes = 0;
    for (const item of waiting) {
      if (item !== 'end') bytes += item.length;
      if (direction === 'to_phone') this.#fromPc(item);
      else if (item === 'end') this.#stream.end();
      else if (this.#stream.writable) this.#stream.write(item);
    }
    return bytes;
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const waiting = this.#held.to_pc;
    if (waiting !== undefined) {
      waiting.push(chunk);
      done();
    } else if (this.#stream.writable) {
      this.#stream.write(chunk, () => done());
    } else {
      done();
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#endToPc();
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#endToPc();
    done(error);
  }

  #endToPc(): void {
    const waiting = this.#held.to_pc;
    if (waiting === undefined) this.#stream.end();
    else if (waiting.at(-1) !== 'end') waiting.push('end');
    // Nobody will read what still comes; let it flow away so that the transport does not stall.
    this.#stream.resume();
  }

  #fromPc(item: Buffer | 'end'): void {
    const waiting = this.#held.to_phone;
    if (waiting !== undefined) {
      if (waiting.at(-1) !== 'end') waiting.push(item);
    } else if (item === 'end') {
      if (!this.destroyed) this.push(null);
    } else if (!this.destroyed && !this.push(item)) {
      this.#stream.pause();
    }
  }
}

/** All reversed connections of one phone. */
export interface Cable {
  /** Holds what the phone has sent on the reversed connections that exist now; later ones are not touched. */
  holdOutgoing(): void;
  /** Holds what the PC sends to the phone on the reversed connections that exist now. */
  holdIncoming(): void;
  /** Delivers everything that was held, late. Answers how many bytes that were. */
  release(): { readonly toPc: number; readonly toPhone: number };
  /** Reversed connections that are open on the phone's side. */
  readonly sockets: ReadonlySet<PhoneSocket>;
}

export class ReversedCable implements Cable {
  readonly sockets = new Set<PhoneSocket>();
  readonly #held = new Set<PhoneSocket>();

  /** Wraps a stream that adbd opened towards the host. */
  attach(stream: AdbStream): PhoneSocket {
    const socket = new PhoneSocket(stream);
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }

  holdOutgoing(): void {
    this.#hold('to_pc');
  }

  holdIncoming(): void {
    this.#hold('to_phone');
  }

  release(): { readonly toPc: number; readonly toPhone: number } {
    let toPc = 0;
    let toPhone = 0;
    for (const socket of this.#held) {
      toPc += socket.release('to_pc');
      toPhone += socket.release('to_phone');
    }
    this.#held.clear();
    return { toPc, toPhone };
  }

  #hold(direction: Direction): void {
    for (const socket of this.sockets) {
      socket.hold(direction);
      this.#held.add(socket);
    }
  }
}
