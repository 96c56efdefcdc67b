import { connect, type TLSSocket } from 'node:tls';
import { withDeadline } from '../foundation/deadline.ts';
import {
  encodeFrame,
  MAX_FRAME_BYTES,
  parseGatewayFrame,
  type AnyGatewayFrame,
  type AnyPhoneFrame,
} from '../relay/frames.ts';
import { LineSplitter } from '../relay/line-splitter.ts';
import { pinOf } from '../relay/relay-key.ts';

export interface DialTarget {
  readonly host: string;
  readonly port: number;
  /** Hex SHA-256 of the gateway's SPKI. */
  readonly pin: string;
}

const DIAL_DEADLINE_MS = 10_000;

/** One TLS connection to the gateway, frame by frame. It knows the wire and nothing of what frames mean. */
export class DemoLink {
  /** Resolves to the reason when the connection has ended. */
  readonly closed: Promise<string>;
  readonly #socket: TLSSocket;
  readonly #splitter = new LineSplitter(MAX_FRAME_BYTES);
  #listener: ((frame: AnyGatewayFrame) => void) | null = null;
  #early: AnyGatewayFrame[] = [];
  #why = 'the gateway closed the connection';
  heardAt = performance.now();

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.closed = promise;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#read(chunk);
    });
    socket.on('close', () => {
      resolve(this.#why);
    });
  }

  /** Connects and checks the pin before a byte is said. Rejects when it can't, or `signal` aborts. */
  static async dial(target: DialTarget, signal: AbortSignal): Promise<DemoLink> {
    const socket = connect({
      host: target.host,
      port: target.port,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    });
    const abort = (): void => {
      socket.destroy(new Error('the demo phone stops'));
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    const ready = new Promise<void>((resolve, reject) => {
      // Stays on: a socket without a listener for errors would end the process.
      socket.on('error', reject);
      socket.once('close', () => {
        signal.removeEventListener('abort', abort);
        reject(new Error('the gateway closed the connection'));
      });
      socket.once('secureConnect', resolve);
    });
    try {
      await withDeadline('dialling the gateway', DIAL_DEADLINE_MS, ready);
      const certificate = socket.getPeerX509Certificate();
      if (certificate === undefined || pinOf(certificate) !== target.pin) {
        throw new Error('the gateway shows another key than the pinned one');
      }
      return new DemoLink(socket);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  /** From now on every frame goes to this listener; those that came before go first. */
  listen(listener: (frame: AnyGatewayFrame) => void): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const frame of early) listener(frame);
  }

  /** Frames wait for the next listener. */
  mute(): void {
    this.#listener = null;
  }

  write(frames: readonly AnyPhoneFrame[]): void {
    if (!this.isOpen || frames.length === 0) return;
    this.#socket.write(frames.map(encodeFrame).join(''));
  }

  close(why: string): void {
    this.#why = why;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const { lines, problem } = this.#splitter.push(chunk);
    for (const line of lines) {
      const parsed = parseGatewayFrame(line);
      if (parsed.kind === 'cut' || parsed.kind === 'bad_fields') {
        this.close(parsed.kind === 'cut' ? parsed.why : parsed.detail);
        return;
      }
      this.heardAt = performance.now();
      if (parsed.kind === 'unknown_type')
        this.write([{ t: 'error', code: 'unknown_frame', message: parsed.type.slice(0, 64) }]);
      else if (this.#listener === null) this.#early.push(parsed.frame);
      else this.#listener(parsed.frame);
    }
    if (problem !== null) this.close(problem);
  }
}
