import type tls from 'node:tls';
import { guarded, type Failed } from '../foundation/faults.ts';
import {
  type AnyGatewayFrame,
  type AnyPhoneFrame,
  encodeFrame,
  MAX_FRAME_BYTES,
  parseGatewayFrame,
} from '../relay/frames.ts';
import { LineSplitter } from '../relay/line-splitter.ts';

interface ConnectionEvents {
  frame(frame: AnyGatewayFrame): void;
  /** Session to answer an unknown frame with; null before the welcome. */
  session(): number | null;
  drained(): void;
  closed(why: string): void;
}

/** Frames over one TLS socket, with the rules of the wire: unknown types are answered, bad lines cut. */
export class Connection {
  readonly #socket: tls.TLSSocket;
  readonly #events: ConnectionEvents;
  readonly #splitter = new LineSplitter(MAX_FRAME_BYTES);
  #isOpen = true;
  /** When something was last read, by performance.now. */
  lastReadAt = performance.now();

  constructor(socket: tls.TLSSocket, events: ConnectionEvents) {
    this.#socket = socket;
    this.#events = events;
    const broken: Failed = () => this.cut('reading_failed');
    socket.on(
      'data',
      guarded((chunk: Buffer) => this.#read(chunk), broken),
    );
    socket.on(
      'drain',
      guarded(() => {
        if (this.#isOpen) this.#events.drained();
      }, broken),
    );
    socket.on('error', () => this.cut('socket_error'));
    socket.on('end', () => this.cut('closed_by_gateway'));
    socket.on('close', () => this.cut('closed'));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  isWritable(): boolean {
    return this.#isOpen && !this.#socket.writableNeedDrain;
  }

  write(text: string): void {
    if (this.#isOpen) this.#socket.write(text);
  }

  send(frame: AnyPhoneFrame): void {
    this.write(encodeFrame(frame));
  }

  /** Closes after what was written has gone out. */
  finish(why: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.end();
    this.#socket.setTimeout(2_000, () => this.#socket.destroy());
    this.#events.closed(why);
  }

  /** Closes at once; what was not read is dropped. */
  cut(why: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
    this.#events.closed(why);
  }

  #read(chunk: Buffer): void {
    if (!this.#isOpen) return;
    this.lastReadAt = performance.now();
    const { lines, problem } = this.#splitter.push(chunk);
    for (const line of lines) {
      if (this.#isStillOpen()) this.#readLine(line);
    }
    if (problem !== null) this.cut(problem);
  }

  #isStillOpen(): boolean {
    return this.#isOpen;
  }

  #readLine(line: string): void {
    const parsed = parseGatewayFrame(line);
    switch (parsed.kind) {
      case 'frame':
        this.#events.frame(parsed.frame);
        return;
      case 'unknown_type': {
        const session = this.#events.session();
        const message = `unknown frame type ${parsed.type.slice(0, 64)}`;
        const error = { t: 'error', code: 'unknown_frame', message } as const;
        this.send(session === null ? error : { ...error, session });
        return;
      }
      case 'bad_fields':
      case 'cut':
        this.cut(parsed.kind === 'cut' ? parsed.why : parsed.detail);
    }
  }
}
